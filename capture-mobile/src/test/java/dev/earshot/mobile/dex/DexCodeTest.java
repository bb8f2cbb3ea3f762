package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.earshot.mobile.reading.Code;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DexCodeTest {
    private static final String TRACKER = """
            package com.vendor.sdk;
            public class Tracker {
                public static int count;
                public Tracker() {}
                public void identify(String id) { Inside.run(id); }
                public static void all(boolean on, byte b, char c, short s, int i, long l, float f, double d, Object o) {}
                public static String name() { return ""; }
                public static void say(String text) {}
                public static void two(String first, String second) {}
                public static void amount(long amount, String currency) {}
            }
            """;
    private static final String INSIDE = """
            package com.vendor.sdk;
            class Inside { static void run(String id) { Tracker.say("from inside"); } }
            """;
    private static final String APP = """
            package example.clinic.app;
            import com.vendor.sdk.Tracker;
            public class Main {
                void all() {
                    Tracker.all(true, (byte) -1, 'x', (short) 300, 70000, 1L << 40, 1.5f, -2.25, "object");
                }
                void constants() {
                    Tracker.amount(-3, "EUR");
                    Tracker.amount(0x7fff0000L, "USD");
                    Tracker.amount(0x4000000000000000L, null);
                }
                void receiver(Tracker tracker) { tracker.identify("an-id"); }
                void computed(String text) { Tracker.say(text + "!"); }
                void given() { Tracker.say(Tracker.name()); }
                void eitherWay(boolean sure) { Tracker.say(sure ? "yes" : "no"); }
                void again() {
                    String text = "first round";
                    for (int i = 0; i < 3; i++) {
                        Tracker.say(text);
                        text = String.valueOf(i);
                    }
                }
                void caught(String number) {
                    String text = "before";
                    try {
                        text = "parsed";
                        Integer.parseInt(number);
                        text = "done";
                    } catch (NumberFormatException e) {
                    }
                    Tracker.say(text);
                }
                void chosen(int day) {
                    String text = "none";
                    switch (day) {
                        case 1: text = "Monday"; break;
                        case 2: text = "Tuesday"; break;
                        case 3: text = "Wednesday"; break;
                        default: break;
                    }
                    Tracker.say(text);
                }
                void mixed(String text) { Tracker.two("appointment", text); }
            }
            """;
    private static final String USER = """
            package example.clinic.app;
            @SuppressWarnings("unused")
            public class User extends Base implements Runnable {
                public void run() {
                    Made made = new Made();
                    Called.call();
                    Object named = Named.class;
                    int read = Read.FIELD[0];
                    if (named instanceof Tested) {
                        ((Cast) named).notify();
                    }
                    Object many = new Many[3][];
                    User again = this;
                }
            }
            class Base {} class Made {} class Named {} class Tested {} class Cast {} class Many {} class Unused {}
            class Called { static void call() {} }
            class Read { static int[] FIELD = new int[1]; }
            """;
    private static final Code CODE =
            Told.of(DexMaker.dex(TRACKER, INSIDE, APP, USER)).code();

    private static final Map<String, List<Code.Call>> CALLS =
            CODE.calls(DexCodeTest::isVendor).stream().collect(Collectors.groupingBy(Code.Call::fromMethod));

    private static boolean isVendor(String name) {
        return name.startsWith("com.vendor.");
    }

    private static List<List<String>> literals(String method) {
        return CALLS.getOrDefault(method, List.of()).stream()
                .map(Code.Call::literals)
                .toList();
    }

    @Test
    void a_call_is_told_with_both_ends() {
        Code.Call call = CALLS.getOrDefault("receiver", List.of()).getFirst();

        assertThat(call.fromClass()).isEqualTo("example.clinic.app.Main");
        assertThat(call.toClass()).isEqualTo("com.vendor.sdk.Tracker");
        assertThat(call.toMethod()).isEqualTo("identify");
        assertThat(call.literals()).containsExactly("an-id");
        assertThat(call.offset()).isPositive();
    }

    @Test
    void a_call_from_a_class_of_the_same_kind_is_not_told() {
        assertThat(CODE.calls(DexCodeTest::isVendor)).noneMatch(call -> isVendor(call.fromClass()));
        assertThat(CODE.calls(name -> name.equals("com.vendor.sdk.Inside")))
                .extracting(Code.Call::fromClass)
                .containsExactly("com.vendor.sdk.Tracker");
        assertThat(CODE.calls(name -> name.equals("com.vendor.sdk.Nothing"))).isEmpty();
    }

    @Test
    void constants_of_every_type_are_told_as_text() {
        assertThat(literals("all"))
                .containsExactly(List.of("true", "-1", "x", "300", "70000", "1099511627776", "1.5", "-2.25", "object"));
        assertThat(literals("constants"))
                .containsExactly(
                        List.of("-3", "EUR"), List.of("2147418112", "USD"), List.of("4611686018427387904", ""));
    }

    @Test
    void a_value_that_is_worked_out_is_no_literal() {
        assertThat(literals("computed")).containsExactly(List.of(""));
        assertThat(literals("given")).containsExactly(List.of(), List.of(""));
    }

    @Test
    void a_value_that_depends_on_the_way_taken_is_no_literal() {
        assertThat(literals("eitherWay")).containsExactly(List.of(""));
        assertThat(literals("again")).containsExactly(List.of(""));
        assertThat(literals("caught")).containsExactly(List.of(""));
        assertThat(literals("chosen")).containsExactly(List.of(""));
    }

    @Test
    void each_parameter_keeps_its_place() {
        assertThat(literals("mixed")).containsExactly(List.of("appointment", ""));
    }

    @Test
    void the_classes_that_code_uses_come_in_order_of_first_use() {
        assertThat(CODE.usedBy("example.clinic.app.User"))
                .containsExactly(named(
                        "Base",
                        "java.lang.Runnable",
                        "Made",
                        "Called",
                        "Named",
                        "Read",
                        "Tested",
                        "Cast",
                        "java.lang.Object",
                        "Many"));
    }

    private static String[] named(String... names) {
        Function<String, String> whole = name -> name.contains(".") ? name : "example.clinic.app." + name;
        return List.of(names).stream().map(whole).toArray(String[]::new);
    }

    @Test
    void a_class_that_is_not_here_uses_nothing() {
        assertThat(CODE.usedBy("java.lang.String")).isEmpty();
        assertThat(CODE.usedBy("")).isEmpty();
    }

    @Test
    void every_class_is_listed() {
        assertThat(CODE.classes()).hasSize(13).contains("example.clinic.app.Main", "com.vendor.sdk.Inside");
        assertThat(CODE.file()).isEqualTo(Told.FILE);
    }

    @Test
    void a_text_is_found_where_code_uses_it() {
        List<Code.TextUse> uses = CODE.uses(List.of("appointment", "an-id", "Monda", "Mondays", "not there", ""));

        assertThat(uses)
                .extracting(Code.TextUse::text, Code.TextUse::inMethod)
                .contains(tuple("an-id", "receiver"), tuple("appointment", "mixed"))
                .doesNotContain(tuple("Monday", "chosen"));
        assertThat(uses).allMatch(use -> use.text().isEmpty() || use.inClass().equals("example.clinic.app.Main"));
    }
}
