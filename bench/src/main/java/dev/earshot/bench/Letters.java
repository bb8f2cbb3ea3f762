package dev.earshot.bench;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.print.LetterBook;
import dev.earshot.breach.print.PrintSender;
import dev.earshot.breach.print.PrintSettings;
import dev.earshot.breach.store.Outbox;
import dev.earshot.investigate.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Letters from claims to batches on disk, on one thread: addresses checked, letters set, PDF files with embedded fonts and
/// manifests written and forced to the disk. Composing is a look-up here.
public final class Letters {
    private static final int VARIANTS = 20;
    private static final Map<String, String> TEXTS = Map.of(
            "en",
            "We learned that technologies on our website told other companies which of our pages were visited, and when. ",
            "vi",
            "Chúng tôi được biết rằng các công nghệ trên trang mạng của chúng tôi đã gửi thông tin cho các công ty khác. ",
            "zh-Hans",
            "我们得知网站上的技术可能已将您访问过的页面和访问时间发送给其他公司。我们已经停止使用这些技术。",
            "ko",
            "저희 웹사이트의 기술이 귀하가 언제 어떤 페이지를 방문했는지를 다른 회사에 알렸다는 것을 알게 되었습니다. ",
            "ar",
            "علمنا أن تقنيات على موقعنا الإلكتروني أخبرت شركات أخرى بالصفحات التي زرتموها ومتى كان ذلك. ");

    private Letters() {}

    /// @param arguments how many letters; 50,000 where not given
    public static void main(String[] arguments) throws IOException {
        long letters = arguments.length > 0 ? Long.parseLong(arguments[0]) : 50_000;
        System.out.printf(Locale.ROOT, "Letters, %d a line, one thread. %s%n", letters, Machine.now());
        measure("warming up", List.of("en", "ar", "zh-Hans"), 6, 10_000);
        measure("English", List.of("en"), 3, letters);
        measure("English, longer", List.of("en"), 9, letters);
        for (String language : List.of("vi", "zh-Hans", "ko", "ar")) {
            measure(language, List.of(language), 4, letters);
        }
        measure("five languages", List.copyOf(TEXTS.keySet()), 5, letters);
        measure("five languages, four times as many", List.copyOf(TEXTS.keySet()), 5, 4 * letters);
        System.out.println(Machine.now());
    }

    private static void measure(String what, List<String> languages, int paragraphs, long letters) throws IOException {
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target/letters");
        LocalStorage storage = new LocalStorage();
        storage.delete(folder.toString());
        List<Letter.Variant> variants = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            variants.add(variant(languages.get(i % languages.size()), paragraphs, i));
        }
        PrintSettings settings = PrintSettings.usual(List.of("Example Health", "PO Box 1", "Springfield, IL 62701"));
        PrintSender sender = new PrintSender(
                new Endless(letters),
                carried -> letter(variants.get((int) (carried.getFirst().id() % VARIANTS)), carried.getFirst()),
                new LetterBook(Fonts.shipped(), settings),
                folder,
                Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC));
        long[] sent = new long[1];
        Meter.Cost cost = Meter.of(() -> sent[0] = sender.send(_ -> {}).sent());
        if (sent[0] != letters) {
            System.out.println("WRONG ANSWER: " + sent[0] + " letters");
        }
        System.out.printf(
                Locale.ROOT,
                "  %-36s %d pages %6.0f letters/s and core, %6.0f/s on the clock, %5.2f MB per 1,000, most memory ever resident %d MB%n",
                what,
                pages(folder),
                letters / (cost.processor() / 1e9),
                letters / (cost.wall() / 1e9),
                size(folder) / 1e6 / letters * 1000,
                Jvm.mostResident());
        storage.delete(folder.toString());
    }

    /// Pages of the first letter.
    private static int pages(Path folder) throws IOException {
        try (Stream<Path> batches = Files.list(folder)) {
            Path batch = batches.filter(Files::isDirectory).min(Path::compareTo).orElseThrow();
            String[] cells =
                    Files.readAllLines(batch.resolve("manifest.csv")).get(1).split(",", -1);
            return Integer.parseInt(cells[3]) - Integer.parseInt(cells[2]) + 1;
        }
    }

    private static double size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }

    private static Letter.Variant variant(String language, int paragraphs, int number) {
        String text = TEXTS.getOrDefault(language, "");
        List<Block> blocks = new ArrayList<>();
        blocks.add(paragraph(new Span.Slot("date", false)));
        blocks.add(new Block.Heading(1, List.of(new Span.Text("Notice of data breach " + number, false))));
        blocks.add(paragraph(new Span.Slot("name", false), new Span.Text(":", false)));
        for (int i = 0; i < paragraphs; i++) {
            blocks.add(new Block.Heading(2, List.of(new Span.Text(text.substring(0, 12), false))));
            blocks.add(paragraph(new Span.Text(text.repeat(3), false)));
        }
        blocks.add(paragraph(
                new Span.Text(text, false),
                new Span.Slot("vendors", true),
                new Span.Text(" ", false),
                new Span.Slot("days", false)));
        blocks.add(paragraph(new Span.Text(text, false)));
        return new Letter.Variant(
                language + paragraphs + "-" + number,
                "Notice",
                new Document("Notice", Locale.forLanguageTag(language), blocks));
    }

    private static Block paragraph(Span... spans) {
        return new Block.Paragraph(List.of(spans));
    }

    private static Letter letter(Letter.Variant variant, Notice notice) {
        return new Letter(
                variant,
                Map.of(
                        "date",
                        "May 4, 2026",
                        "name",
                        notice.addressee(),
                        "vendors",
                        "Example Analytics, Inc., Example Ads LLC",
                        "days",
                        notice.first() + " – " + notice.last()));
    }

    /// An outbox that has so many letters to invented people, and keeps nothing.
    private static final class Endless implements Outbox {
        private static final List<String> NAMES = List.of(
                "Maria Garcia", "John A. Smith", "Nguyễn Thị Thảo", "Ivan Petrov", "Grace Kim", "محمد الأمين", "陈美玲");
        private final long letters;
        private long next = 1;

        Endless(long letters) {
            this.letters = letters;
        }

        @Override
        public List<Claim> claim(Channel channel, int most, Instant now) {
            List<Claim> claims = new ArrayList<>();
            for (; next <= letters && claims.size() < most; next++) {
                claims.add(new Claim(
                        next,
                        String.format(Locale.ROOT, "%032x", next * 0x9E3779B97F4A7C15L),
                        channel,
                        1,
                        List.of(notice(next))));
            }
            return claims;
        }

        @Override
        public void record(List<Result> results) {
            if (results.stream().anyMatch(result -> result.outcome() != Outcome.SENT)) {
                throw new IllegalStateException(results.getFirst().answer());
            }
        }

        @Override
        public List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
            return List.of();
        }

        @Override
        public void settle(List<Result> results, String rule) {
            throw new IllegalStateException(rule);
        }

        private static Notice notice(long id) {
            // Two names in a hundred are in another script than the letter.
            String name = id % 50 == 0 ? NAMES.get(5 + (int) (id / 50 % 2)) : NAMES.get((int) (id % 5));
            return new Notice(
                    id,
                    id,
                    id,
                    "M" + id,
                    Role.SELF,
                    "en",
                    List.of(Channel.PRINT),
                    "us-il",
                    name,
                    name,
                    List.of(id % 9_000 + " Main Street", "Apt " + id % 90),
                    "Springfield",
                    "6270" + id % 10,
                    "IL",
                    "US",
                    "",
                    "exposed",
                    List.of("Example Ads LLC"),
                    List.of(),
                    LocalDate.of(2024, 3, 1).plusDays(id % 200),
                    LocalDate.of(2025, 6, 1).plusDays(id % 90));
        }
    }
}
