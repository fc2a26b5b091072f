// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the tests in a network namespace of their own: the fake camera binds 127.0.0.1 and no other address.
#include <gtest/gtest.h>

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr const char *insideMark = "MV_TEST_IN_NAMESPACE";
constexpr int skipped = 77; // ctest counts it as a skip

bool run(const char *command)
{
    const int status = std::system(command);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Never returns: becomes the same program inside the namespace, or says why it cannot.
int enterNamespace(int argc, char **argv)
{
    if (!run("command -v arv-fake-gv-camera-0.8 > /dev/null")) {
        std::puts("skipped: arv-fake-gv-camera-0.8 (package aravis-tools) is not installed");
        return skipped;
    }
    if (!run("unshare --map-root-user --net sh -c 'ip link set lo up' 2> /dev/null")) {
        std::puts("skipped: this host does not permit network namespaces to this user");
        return skipped;
    }
    ::setenv(insideMark, "1", 1);
    std::string self(4096, '\0');
    self.resize(static_cast<std::size_t>(std::max<ssize_t>(::readlink("/proc/self/exe", self.data(), self.size()), 0)));
    std::vector<std::string> words = {
        "unshare", "--map-root-user", "--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\"", self};
    words.insert(words.end(), argv + 1, argv + argc);
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execvp(pointers.front(), pointers.data());
    std::perror("unshare");
    return EXIT_FAILURE;
}

} // namespace

int main(int argc, char **argv)
{
    if (std::getenv(insideMark) == nullptr)
        return enterNamespace(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
