package dev.earshot.clinic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The health encyclopedia: a few articles and a search that looks for words.
final class Encyclopedia {
    private static final List<Article> ARTICLES = List.of(
            new Article(
                    "type-2-diabetes",
                    "Type 2 diabetes",
                    "Endocrinology",
                    "A condition in which the body does not use insulin well, so that sugar stays in the blood."),
            new Article(
                    "depression",
                    "Depression",
                    "Mental health",
                    "A low mood or a loss of interest that lasts for weeks and gets in the way of daily life."),
            new Article(
                    "hiv",
                    "HIV",
                    "Infectious disease",
                    "A virus that weakens the immune system. With treatment, people live long and healthy lives."),
            new Article(
                    "breast-cancer",
                    "Breast cancer",
                    "Oncology",
                    "Cancer that begins in the breast. Found early, it can most often be treated."),
            new Article(
                    "pregnancy",
                    "Pregnancy",
                    "Obstetrics",
                    "What to expect, week by week, and when to call your midwife or doctor."),
            new Article(
                    "opioid-use-disorder",
                    "Opioid use disorder",
                    "Addiction medicine",
                    "A treatable condition in which opioids are hard to stop using despite harm."),
            new Article(
                    "asthma", "Asthma", "Pulmonology", "Airways that tighten and swell, which makes breathing hard."),
            new Article(
                    "psoriasis", "Psoriasis", "Dermatology", "A skin condition with scaly patches that come and go."));

    Optional<Article> article(String slug) {
        return ARTICLES.stream().filter(article -> article.slug().equals(slug)).findFirst();
    }

    /// The list of articles that match any word of `query`, all of them for an empty one, as HTML.
    String results(String query) {
        StringBuilder html = new StringBuilder();
        for (Article article : ARTICLES) {
            if (article.matches(query)) {
                html.append("<li><a href=\"/encyclopedia/")
                        .append(article.slug())
                        .append("\">")
                        .append(Pages.escaped(article.name()))
                        .append("</a> <span>")
                        .append(Pages.escaped(article.summary()))
                        .append("</span></li>\n");
            }
        }
        return html.isEmpty() ? "<li>No article matches. <a href=\"/encyclopedia\">See all.</a></li>" : html.toString();
    }

    /// @param slug its place under `/encyclopedia/`
    /// @param category the department that treats it
    record Article(String slug, String name, String category, String summary) {
        private boolean matches(String query) {
            String text = (name + " " + category + " " + summary).toLowerCase(Locale.ROOT);
            for (String word : query.toLowerCase(Locale.ROOT).split("\\s+")) {
                if (text.contains(word)) {
                    return true;
                }
            }
            return query.isBlank();
        }
    }
}
