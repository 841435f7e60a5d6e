package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.junit.Test;
import org.osgi.resource.Resource;

public class ReadableTest {

    private static List<String> needs(String header, String value) throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "x"));
        headers.put(header, value);
        Resource resource = ResourceBuilder.build(null, headers);
        return resource.getRequirements(null).stream().map(Readable::of).toList();
    }

    @Test
    public void aRequirementIsSaidAsItsManifestHasIt() throws Exception {
        assertEquals(List.of("package a", "package b 1.2.0", "package c [1.0.0,2.0.0)", "package d (1.0.0,2.0.0]"),
                needs("Import-Package", "a,b;version=1.2,c;version=\"[1,2)\",d;version=\"(1,2]\""));
        assertEquals(List.of("bundle a [1.0.0,2.0.0)"), needs("Require-Bundle", "a;bundle-version=\"[1,2)\""));
        assertEquals(List.of("host a"), needs("Fragment-Host", "a"));
        assertEquals(List.of("service a.B", "osgi.extender osgi.component [1.5.0,2.0.0)", "x.y (z=1)", "x.z"), needs("Require-Capability",
                "osgi.service;filter:=\"(&(objectClass=a.B)(p=1))\";effective:=active,"
                        + "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\",x.y;filter:=\"(z=1)\",x.z"));
    }
}
