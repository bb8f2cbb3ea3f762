package dev.earshot.report;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;
import java.io.Writer;
import java.util.Map;

/// How a template is written: every value escaped for the place where it stands, and every tag as the template has it.
public enum HtmlPage implements HtmlInterceptor {
    AS_WRITTEN;

    public static HtmlTemplateOutput to(Writer writer) {
        return new OwaspHtmlTemplateOutput(new WriterOutput(writer));
    }

    @Override
    public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

    @Override
    public void onHtmlTagClosed(String name, TemplateOutput output) {}
}
