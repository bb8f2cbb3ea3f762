package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.health.ProtectedKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafReaderTest {
    private static final String HASH = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email              | anna.z@mail.example.org       | EMAIL
            comment            | write to anna.z@mail.example.org | EMAIL
            user_email         | %HASH%                        | EMAIL
            sha256_email       | %HASH%                        | EMAIL
            hashedEmailAddress | %HASH%                        | EMAIL
            em                 | %HASH%                        | EMAIL
            phone_number       | (602) 267-0142                | PHONE
            mobilePhone        | 6022670142                    | PHONE
            tel                | +44 20 7946 0018              | PHONE
            contact            | +16022670142                  | PHONE
            patient[firstName] | Anna                          | NAME
            lname              | O'Hara-Zelm                   | NAME
            last_name_sha256   | %HASH%                        | NAME
            dob                | 04/21/1983                    | DATE_OF_BIRTH
            dateOfBirth        | 1983-04-21T00:00:00Z          | DATE_OF_BIRTH
            birth_year         | 1983                          | DATE_OF_BIRTH
            ssn                | 219099999                     | SSN
            note               | 219-09-9999                   | SSN
            value              | 4242424242424242              | PAYMENT_CARD
            note               | 4242 4242 4242 4242           | PAYMENT_CARD
            card-number        | 4242-4242-4242-4242           | PAYMENT_CARD
            iban               | GB82 WEST 1234 5698 7654 32   | FINANCIAL_ACCOUNT
            mrn                | K482913057                    | MEDICAL_RECORD_NUMBER
            patient_id         | 30418                         | MEDICAL_RECORD_NUMBER
            memberId           | XQZ739104825                  | MEMBER_ID
            x                  | 1EG4-TE5-MK73                 | MEMBER_ID
            user_id            | 104958                        | OTHER_IDENTIFIER
            username           | annaz83                       | USER_NAME
            password           | hunter2!x                     | PASSWORD
            address_line_1     | 4821 Zelmirak Street          | POSTAL_ADDRESS
            zip                | 85017-0042                    | POSTAL_ADDRESS
            client_ip          | 198.51.100.7                  | IP_ADDRESS
            ip                 | 2001:db8:0:42::7              | IP_ADDRESS
            lat                | 33.4484                       | LOCATION
            latlng             | 33.4484,-112.0740             | LOCATION
            provider_npi       | 1234567893                    | HEALTH_CONTEXT
            visit_reason       | follow-up                     | APPOINTMENT
            search_term        | zelmirquat                    | SEARCH_TERMS
            q                  | find a doctor                 | SEARCH_TERMS
            login_status       | logged_in                     | SIGNED_IN_STATE
            isAuthenticated    | true                          | SIGNED_IN_STATE
            event              | login                         | SIGNED_IN_STATE
            event_name         | appointment_booked            | APPOINTMENT
            gclid              | EAIaIQobChMI0_abc-DEF123      | ADVERTISING_ID
            user_agent         | Mozilla/5.0 (X11; Linux)      | DEVICE
            sr                 | 1920x1080                     | DEVICE
            pageTitle          | About us                      | PAGE_VISITED
            anonymousId        | 6f0c1d5e-0b7a-4c53-9a60-b3c1  | CLIENT_ID
            """)
    void a_key_and_a_value_that_agree_are_inferred(String key, String value, DataElement element) {
        assertThat(read(key, value)).contains(element + " INFERRED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # not a person's e-mail address
            src            | logo@2x.png
            dsn            | https://0a1b2c3d@o1.ingest.tracker.example/7
            lib            | left-pad@1.3.0
            css            | @media.screen
            x              | anna@localhost
            link           | mailto:anna.z@clinic.example
            contact        | info@clinic.example
            contact        | no-reply@clinic.example
            facility_email | x
            email          | 1
            email          | true
            email          | granted
            # not a phone number
            t              | 1721983042
            ts             | 1721983042123
            id             | 6022670142
            x              | (602) 267-0142
            phone          | 0000000000
            phone          | 123
            phone          | 911-911-9111
            phone          | 1112223333
            phone          | 6021110142
            href           | tel:+16022670142
            clinicPhone    | (602) 267-0142
            microphone     | 6022670142
            # not a Social Security number
            sid            | 219099999
            sid            | 1721983042
            n              | 219 09 9999
            ssn            | 000-12-3456
            ssn            | 666-12-3456
            ssn            | 987-12-3456
            ssn            | 219-00-9999
            ssn            | 219-09-0000
            ssn            | 111111111
            ssn            | 3456
            date           | 2026-11-22
            x              | 219-0-99999
            # not a card
            id             | 4242424242424242
            value          | 4242424242424241
            value          | 1234567890123452
            value          | 1721983042123456
            pixel_id       | 4242 4242 4242 4241
            card           | summary_large_image
            value          | 0000000000000000
            # not a Medicare number
            id             | 1EG4TE5MK7
            id             | 1SG4TE5MK73
            v              | dQw4w9WgXcQ
            id             | 1eg4te5mk73
            # not a name
            fn             | Anna
            name           | Anna
            event_name     | Anna
            file_name      | Anna
            first_name     | true
            first_name     | firstName1
            lastname       | https://www.clinic.example/
            doctor_first_name | Anna
            provider.lastName | Zelmirak
            # not a date of birth
            date           | 1983-04-21
            dob            | 1721983042
            dob            | true
            birthday_banner | 1983-04-21
            # not an address, not a network address
            address        | https://www.clinic.example/
            address        | 198.51.100.7
            page_address   | /find-a-doctor
            mac_address    | 00:1b:44:11:3a:b7
            version        | 10.0.22.1
            appVersion     | 131.0.6778.85
            uaFullVersion  | 131.0.0.0
            ip             | 1
            ip             | 127.0.0.1
            time           | 12:30:45
            zip            | application
            gzip           | 85017
            zip            | 850171
            # not a place
            lat            | 12
            lng            | true
            latency        | 33.44
            xy             | 0.5123,0.7734
            # not an identifier
            user_id        | 0
            user_id        | null
            user_id        | anonymous
            account_id     | G-ABC123
            userid         | 00000000-0000-0000
            patient_id     | (not set)
            clientid       | 1234
            member_id      | none
            gclid          | N
            gclid          | 1
            # not a secret
            password       | ••••••••
            password       | ********
            password       | [redacted]
            password       | true
            pass           | 1
            # not a search
            q              | 1
            q              | eyJhIjoxMjM0NTY3ODkwfQ
            query          | {"a":1}
            s              | oncology
            term           | brand
            keyword        | 123456
            search         | false
            # not signed in, not an appointment
            login_status   | logged_out
            login_status   | false
            logged_in      | 0
            status         | authenticated
            event          | login_button_shown
            appointment    | false
            schedule       | daily
            event          | schedule_view_calendar
            # nothing to do with health
            npi            | 1234567890
            label          | cancel
            title          | Stroked paths in visual aids and cold starts
            # health words where they say nothing of a visitor
            color          | cancer
            css            | /oncology/print.css
            v              | diabetes
            # not a device
            ua             | tracker-sdk/2.1
            sr             | 44100
            asset_size     | 1920x1080
            # a page, but not the one that was open
            url            | https://www.clinic.example/logo.png
            url            | https://www.clinic.example/other
            url            | https://elsewhere.example/welcome
            page           | 1
            """)
    void a_near_miss_is_not_inferred(String key, String value) {
        assertThat(read(key, value)).isEmpty();
    }

    @Test
    void a_long_text_with_an_address_in_it_is_page_content() {
        assertThat(read("html", "x ".repeat(300) + "anna.z@mail.example.org")).isEmpty();
    }

    private static List<String> read(String key, String value) {
        return Traffic.request().leaf(value.replace("%HASH%", HASH), key).read();
    }

    @Test
    void an_unseeded_hash_under_an_identity_key_is_told_as_hashed_and_never_as_anonymous() {
        Detection found = Traffic.request()
                .leaf(HASH, "user_email")
                .foundBy(Detectors.forPersona(Optional.empty()))
                .getFirst();
        assertThat(found.how())
                .isEqualTo("hashed (64 hexadecimal digits, as SHA-256 has), named by the key user_email");
        assertThat(read("user_id", HASH)).containsExactly("OTHER_IDENTIFIER INFERRED");
        assertThat(read("integrity", HASH)).isEmpty();
        assertThat(read("email_count", HASH)).isEmpty();
    }

    @Test
    void a_documented_parameter_is_decoded_and_one_without_a_source_only_inferred() {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .rumoured("tt", "page.title", DataElement.PAGE_VISITED)
                        .leaf("https://www.clinic.example/about", "dl")
                        .leaf("About us", "tt")
                        .read())
                .containsExactly("PAGE_VISITED DECODED", "PAGE_VISITED INFERRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "(not set)", "undefined", "null"})
    void a_word_for_nothing_tells_nothing(String value) {
        assertThat(Traffic.request()
                        .documented("em", "hash.user", DataElement.EMAIL)
                        .leaf(value, "em")
                        .read())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tv.1~em.W1x-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL0", "1", "NO", "00"})
    void what_only_looks_like_nothing_is_told(String value) {
        assertThat(Traffic.request()
                        .documented("em", "hash.user", DataElement.EMAIL)
                        .leaf(value, "em")
                        .read())
                .containsExactly("EMAIL DECODED");
    }

    @Test
    void a_counter_is_no_identifier_whatever_its_parameter_is_for() {
        Traffic request = Traffic.request()
                .documented("gcl", "clickid", DataElement.ADVERTISING_ID)
                .documented("u", "id.user", DataElement.OTHER_IDENTIFIER);
        assertThat(request.leaf("12", "gcl").leaf("''", "u").read()).isEmpty();
        assertThat(request.leaf("ab12", "gcl").leaf("7", "u").read())
                .containsExactly("ADVERTISING_ID DECODED", "OTHER_IDENTIFIER DECODED");
    }

    @Test
    void a_page_that_is_told_all_over_a_payload_is_told_of_once() {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .leaf("https://www.clinic.example/welcome#crumb", "ld", "@id")
                        .leaf("/welcome", "ld", "p")
                        .leaf("https://www.clinic.example/welcome?q=asthma", "ld", "u")
                        .leaf("https://www.clinic.example/welcome", "dl")
                        .read())
                .containsExactly(
                        "PAGE_VISITED INFERRED",
                        "SEARCH_TERMS INFERRED",
                        "HEALTH_CONTEXT INFERRED",
                        "PAGE_VISITED DECODED");
    }

    @Test
    void protocol_overhead_is_not_read_by_its_name() {
        assertThat(Traffic.request()
                        .overhead("sid", "protocol")
                        .overhead("phone", "protocol")
                        .leaf("6022670142", "phone")
                        .leaf("1EG4-TE5-MK73", "sid")
                        .read())
                .isEmpty();
    }

    @Test
    void a_custom_parameter_is_read_by_the_name_that_the_site_gave_it() {
        assertThat(Traffic.request()
                        .documented("ep.patient_id", "custom", DataElement.PAGE_USE)
                        .leaf("30418", "ep.patient_id")
                        .read())
                .containsExactly("MEDICAL_RECORD_NUMBER INFERRED", "PAGE_USE DECODED");
    }

    @Test
    void the_strongest_basis_is_kept_for_a_leaf_and_element() {
        assertThat(Traffic.request()
                        .documented("user_email", "plain.email", DataElement.EMAIL)
                        .leaf("anna.z@mail.example.org", "user_email")
                        .read())
                .containsExactly("EMAIL DECODED");
    }

    @Test
    void a_search_in_a_page_address_is_told_of_the_innermost_leaf_only() {
        List<Detection> found = Traffic.request()
                .documented("dl", "page.url", DataElement.PAGE_VISITED)
                .leaf("https://www.clinic.example/search?s=knee+replacement", "dl")
                .leaf("knee replacement", "dl", "?s")
                .foundBy(Detectors.forPersona(Optional.empty()));
        assertThat(found)
                .extracting(detection -> detection.element() + " " + detection.basis() + " "
                        + detection.leaf().orElseThrow().chain())
                .containsExactly(
                        "PAGE_VISITED DECODED body › dl",
                        "SEARCH_TERMS INFERRED body › dl › s",
                        "HEALTH_CONTEXT INFERRED body › dl › s");
        assertThat(found)
                .allSatisfy(detection -> assertThat(detection.parameter()).isPresent());
    }

    @Test
    void words_of_a_path_are_the_pages_and_words_of_a_query_are_typed() {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .leaf("https://www.clinic.example/oncology/search?about=hiv+test", "dl")
                        .foundBy(Detectors.forPersona(Optional.empty())))
                .filteredOn(detection -> detection.element() == DataElement.HEALTH_CONTEXT)
                .singleElement()
                .satisfies(detection -> assertThat(
                                detection.health().orElseThrow().mentions())
                        .extracting(mention -> mention.words().reveal() + " " + mention.kinds() + mention.typed())
                        .containsExactly("oncology []false", "hiv test [INFECTION]true"));
    }

    @Test
    void what_stands_under_a_key_for_health_is_classed_too() {
        assertThat(Traffic.request()
                        .leaf("major depression", "diagnosis")
                        .foundBy(Detectors.forPersona(Optional.empty())))
                .singleElement()
                .satisfies(detection -> {
                    assertThat(detection.value().reveal()).isEqualTo("major depression");
                    assertThat(detection.health().orElseThrow().kinds()).containsExactly(ProtectedKind.MENTAL_HEALTH);
                });
    }

    @Test
    void a_page_address_that_no_decoder_opened_is_opened_here() {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .leaf("https://www.clinic.example/x?s=knee%20replacement&email=anna.z%40mail.example.org", "dl")
                        .read())
                .containsExactly(
                        "EMAIL INFERRED", "PAGE_VISITED DECODED", "SEARCH_TERMS INFERRED", "HEALTH_CONTEXT INFERRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.clinic.example/find-a-doctor/oncology",
                "https://www.clinic.example/FindADoctor/BreastCancer",
                "https://www.clinic.example/services/knee-replacement/",
                "https://www.clinic.example/a?topic=HIV%20testing",
                "https://www.clinic.example/#/conditions/migraines",
                "https://oncology.clinic.example/team",
                "https://www.clinic.example/drugs/ozempic.html"
            })
    void a_health_term_in_a_page_address_is_health_context(String address) {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .leaf(address, "dl")
                        .read())
                .contains("HEALTH_CONTEXT INFERRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.cancercenter.example/about",
                "https://www.clinic.example/cancel",
                "https://www.clinic.example/cancerous",
                "https://www.clinic.example/visitors/parking",
                "https://www.clinic.example/heart",
                "https://www.clinic.example/standards",
                "https://www.clinic.example/print.css?oncology"
            })
    void an_address_without_a_health_term_of_its_own_is_not(String address) {
        assertThat(Traffic.request()
                        .documented("dl", "page.url", DataElement.PAGE_VISITED)
                        .leaf(address, "dl")
                        .read())
                .doesNotContain("HEALTH_CONTEXT INFERRED");
    }

    @Test
    void titles_labels_and_searches_are_read_for_health_and_other_values_are_not() {
        assertThat(Traffic.request()
                        .documented("dt", "page.title", DataElement.PAGE_VISITED)
                        .leaf("Crohn's disease | Clinic", "dt")
                        .read())
                .containsExactly("PAGE_VISITED DECODED", "HEALTH_CONTEXT INFERRED");
        assertThat(Traffic.request()
                        .documented("el", "event.label", DataElement.PAGE_USE)
                        .leaf("Request a mammogram", "el")
                        .read())
                .containsExactly("PAGE_USE DECODED", "HEALTH_CONTEXT INFERRED");
        assertThat(Traffic.request()
                        .documented("cn", "campaign", DataElement.PAGE_USE)
                        .leaf("oncology", "cn")
                        .read())
                .containsExactly("PAGE_USE DECODED");
    }

    @Test
    void the_page_that_was_open_is_recognised_under_any_key_of_an_unknown_vendor() {
        Traffic request = Traffic.request().from("https://www.clinic.example/find-a-doctor/oncology?x=1");
        assertThat(request.leaf("https://www.clinic.example/find-a-doctor/oncology", "zz")
                        .read())
                .containsExactly("PAGE_VISITED INFERRED", "HEALTH_CONTEXT INFERRED");
        assertThat(Traffic.request()
                        .from("https://www.clinic.example/a/b")
                        .leaf("/a/b", "zz")
                        .read())
                .containsExactly("PAGE_VISITED INFERRED");
        assertThat(Traffic.request()
                        .from("")
                        .leaf("https://www.clinic.example/a", "page_url")
                        .read())
                .containsExactly("PAGE_VISITED INFERRED");
        assertThat(Traffic.request()
                        .from("")
                        .leaf("https://www.clinic.example/a", "zz")
                        .read())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.clinic.example/portal/messages, UNKNOWN, true",
        "https://www.clinic.example/mychart/visits/12, UNKNOWN, true",
        "https://www.clinic.example/#/portal/results, UNKNOWN, true",
        "https://portal.clinic.example/messages, YES, true",
        "https://portal.clinic.example/sign-in, YES, false",
        "https://portal.clinic.example/messages, NO, false",
        "https://www.clinic.example/portal/messages, YES, true",
        "https://www.clinic.example/about, YES, false",
        "https://www.clinic.example/portal, UNKNOWN, false",
        "https://www.clinic.example/mychart/, UNKNOWN, false",
        "https://www.clinic.example/portal/login, UNKNOWN, false",
        "https://www.clinic.example/mychart/Authentication/SignIn, UNKNOWN, false",
        "https://www.clinic.example/portal/messages, NO, false",
        "https://www.clinic.example/portals/messages, UNKNOWN, false",
        "https://www.clinic.example/about?from=/portal/x, UNKNOWN, false",
        "https://www.clinic.example/about, UNKNOWN, false",
        "https://www.clinic.example/about, NO, false",
    })
    void a_page_inside_the_portal_tells_that_the_visitor_is_signed_in(String page, SignedIn state, boolean told) {
        List<String> read = Traffic.request()
                .signedIn(state)
                .documented("dl", "page.url", DataElement.PAGE_VISITED)
                .leaf(page, "dl")
                .read();
        assertThat(read.contains("SIGNED_IN_STATE INFERRED")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.clinic.example/appointments/new, true",
        "https://www.clinic.example/request-an-appointment, true",
        "https://www.clinic.example/openscheduling, true",
        "https://www.clinic.example/schedule, false",
        "https://www.clinic.example/disappointment, false",
        "https://www.clinic.example/appointed-officers, false",
        "https://www.clinic.example/about?next=appointments, false",
    })
    void an_appointment_page_is_told_by_its_address(String page, boolean told) {
        List<String> read = Traffic.request()
                .documented("dl", "page.url", DataElement.PAGE_VISITED)
                .leaf(page, "dl")
                .read();
        assertThat(read.contains("APPOINTMENT INFERRED")).isEqualTo(told);
    }

    @Test
    void cookies_and_headers_are_not_read_by_their_names() {
        assertThat(Traffic.request()
                        .leaf(Origin.COOKIE, "user_id", "104958")
                        .leaf(Origin.HEADER, "X-Phone", "6022670142")
                        .read())
                .isEmpty();
    }

    @Test
    void detection_is_a_function_of_the_exchange_alone() {
        Traffic request = Traffic.request()
                .documented("dl", "page.url", DataElement.PAGE_VISITED)
                .header("Referer", "https://www.clinic.example/oncology")
                .leaf("https://www.clinic.example/a?q=asthma", "dl")
                .leaf("anna.z@mail.example.org", "em");
        Detectors detectors = Detectors.forPersona(Optional.empty());
        List<Detection> once = detectors.detect(request.exchange(), request.identification(), request.leaves());
        assertThat(detectors.detect(request.exchange(), request.identification(), request.leaves()))
                .isEqualTo(once);
    }
}
