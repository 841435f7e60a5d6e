package io.rushline.modules.repository;

import io.rushline.modules.repository.Index.Referral;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Version;

/**
 * One pass over an index (OSGi Compendium 132.5, XML Repository Format): keeps identity and content of the resources that are modules, and referrals, and nothing else.
 */
final class IndexParse {

    static final int MOST_RESOURCES = 10_000;
    /** The largest that is offered or downloaded. */
    static final long MOST_MODULE_BYTES = 512L << 20;
    private static final int MOST_DEPTH = 16;
    private static final int MOST_REFERRALS = 16;
    private static final int MOST_LEFT_OUT = 20;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int MOST_CONTENTS = 8;
    private static final int MOST_NAME = 255;
    private static final int MOST_DESCRIPTION = 1_000;
    private static final String NO_INDEX = "This is not an index of modules but something else; perhaps the network wants a sign-in first.";
    private static final String IDENTITY = "osgi.identity";
    private static final String CONTENT = "osgi.content";
    private static final String BUNDLE = "osgi.bundle";
    private static final String MODULE = "rushline.module";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    /** bnd writes it in upper case. */
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final URI base;
    private final XMLStreamReader xml;
    private final List<Offered> modules = new ArrayList<>();
    private final List<Referral> referrals = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int resources;
    private Map<String, String> identity = Map.of();
    private final List<Map<String, String>> contents = new ArrayList<>();
    private String namespace = "";
    private final Map<String, String> attributes = new HashMap<>();

    IndexParse(URI base, XMLStreamReader xml) {
        this.base = base;
        this.xml = xml;
    }

    Index index() throws XMLStreamException, BadIndex {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new BadIndex(NO_INDEX + " It has a document type or entities, which no honest index has.");
                case XMLStreamConstants.START_ELEMENT -> begin(++depth, xml.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end(depth--, xml.getLocalName());
                default -> { }
            }
        }
        return new Index(modules, referrals, leftOut);
    }

    private void begin(int depth, String element) throws BadIndex {
        if (depth > MOST_DEPTH) {
            throw new BadIndex("This index is nested deeper than any honest one.");
        }
        if (depth == 1 && !element.equals("repository")) {
            throw new BadIndex(NO_INDEX);
        }
        if (depth == 2 && element.equals("referral")) {
            refer();
        } else if (depth == 2 && element.equals("resource")) {
            if (++resources > MOST_RESOURCES) {
                throw new BadIndex("This index has more than " + MOST_RESOURCES + " resources.");
            }
            identity = Map.of();
            contents.clear();
        } else if (depth == 3) {
            namespace = element.equals("capability") ? attribute("namespace") : "";
            attributes.clear();
        } else if (depth == 4 && element.equals("attribute") && (namespace.equals(IDENTITY) || namespace.equals(CONTENT)) && attributes.size() < MOST_ATTRIBUTES) {
            attributes.put(attribute("name"), attribute("value"));
        }
    }

    private void end(int depth, String element) {
        if (depth == 3 && namespace.equals(IDENTITY)) {
            identity = Map.copyOf(attributes);
        } else if (depth == 3 && namespace.equals(CONTENT) && contents.size() < MOST_CONTENTS) {
            contents.add(Map.copyOf(attributes));
        } else if (depth == 2 && element.equals("resource")) {
            take();
        }
    }

    private void refer() throws BadIndex {
        if (referrals.size() == MOST_REFERRALS) {
            throw new BadIndex("This index refers to more than " + MOST_REFERRALS + " others.");
        }
        String depth = attribute("depth");
        try {
            referrals.add(new Referral(base.resolve(attribute("url")), depth.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(depth)));
        } catch (IllegalArgumentException bad) {
            leaveOut("A referral that is no address.");
        }
    }

    private void take() {
        String type = identity.getOrDefault("type", "");
        if (!type.equals(BUNDLE) && !type.equals(MODULE)) {
            return;
        }
        String name = identity.getOrDefault(IDENTITY, "");
        if (name.length() > MOST_NAME || !NAME.matcher(name).matches()) {
            leaveOut("A module without a usable name.");
            return;
        }
        try {
            modules.add(offered(name));
        } catch (IllegalArgumentException unusable) {
            leaveOut(name + ": " + unusable.getMessage());
        }
    }

    private Offered offered(String name) {
        Version version = Version.parseVersion(identity.get("version"));
        Map<String, String> content = contents.stream().filter(one -> SHA256.matcher(one.getOrDefault(CONTENT, "")).matches()).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no content with a SHA-256."));
        long size = Long.parseLong(content.getOrDefault("size", "").strip());
        if (size < 1 || size > MOST_MODULE_BYTES) {
            throw new IllegalArgumentException("it has " + size + " bytes; 1 to " + MOST_MODULE_BYTES + " are taken.");
        }
        URI address = base.resolve(content.getOrDefault("url", ""));
        if (!base.getScheme().equals(address.getScheme()) || address.getPath() == null || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("its address is not " + base.getScheme() + ":, or has a user in it.");
        }
        String description = identity.getOrDefault("description", "");
        return new Offered(name, version, description.substring(0, Math.min(description.length(), MOST_DESCRIPTION)), address, size,
                content.get(CONTENT).toLowerCase(Locale.ROOT));
    }

    private void leaveOut(String sentence) {
        if (leftOut.size() < MOST_LEFT_OUT) {
            leftOut.add(sentence);
        }
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
