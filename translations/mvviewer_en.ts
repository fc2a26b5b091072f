<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>mv::DevicePanel</name>
    <message numerus="yes">
        <source>%n camera(s)</source>
        <translation>
            <numerusform>%n camera</numerusform>
            <numerusform>%n cameras</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mv::FeaturePanel</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;All back to the values at connecting (%n)</source>
        <translation>
            <numerusform>&amp;All back to the values at connecting (%n)</numerusform>
            <numerusform>&amp;All back to the values at connecting (%n)</numerusform>
        </translation>
    </message>
</context>
</TS>
