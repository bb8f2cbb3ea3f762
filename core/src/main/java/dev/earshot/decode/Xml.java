package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A well-formed XML document: the text of its elements, and their attributes. No document type is read and no
/// entity is fetched.
///
/// Source: XML 1.0. HTML is not taken for it: most of it is not well-formed, and it stays a leaf as a whole.
final class Xml implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("xml");

    private record Value(Place place, String text) {}

    @Override
    public int asks() {
        return Traits.TAG;
    }

    @Override
    public boolean open(Text text, Opening into) {
        String xml = text.value;
        if (!xml.startsWith("<")
                || !(text.whole || xml.startsWith("<?xml"))
                || !xml.stripTrailing().endsWith(">")) {
            return false;
        }
        List<Value> values = new ArrayList<>();
        try {
            read(xml, text.place.layer(STEP), values);
        } catch (XMLStreamException | RuntimeException malformed) {
            return false;
        }
        if (values.isEmpty()) {
            return false;
        }
        for (Value value : values) {
            into.open(text.token(value.place, 0, xml.length(), value.text));
        }
        return true;
    }

    private static void read(String xml, Place root, List<Value> values) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
        try {
            List<Place> places = new ArrayList<>();
            places.add(root);
            while (reader.hasNext() && values.size() < Opening.LEAVES) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        Place place = places.getLast().member(reader.getLocalName());
                        if (places.size() >= Opening.NESTING) {
                            throw new XMLStreamException("nested too deeply");
                        }
                        places.add(place);
                        for (int i = 0; i < reader.getAttributeCount(); i++) {
                            String attribute = reader.getAttributeLocalName(i);
                            values.add(new Value(place.parameter('@', attribute), reader.getAttributeValue(i)));
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> places.removeLast();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!reader.isWhiteSpace()) {
                            values.add(
                                    new Value(places.getLast(), reader.getText().strip()));
                        }
                    }
                    default -> {
                        // Comments and processing instructions carry no values.
                    }
                }
            }
        } finally {
            reader.close();
        }
    }
}
