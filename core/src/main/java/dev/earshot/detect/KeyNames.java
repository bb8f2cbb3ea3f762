package dev.earshot.detect;

import dev.earshot.element.DataElement;
import dev.earshot.memo.Memo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the name of a key says of its value, whoever chose it. A name counts only where the value's shape agrees.
///
/// A key is read as its words (`patient_id`, `patientId`, `patient[id]` and `ep.patient-id` are all *patient id*),
/// and the longest known run of last words decides: `billing_email` is an e-mail address, `page_address` is
/// nothing.
public final class KeyNames {
    private static final Map<String, Rule> RULES = new HashMap<>();
    /// Words around a key that tell of hashing: `email_sha256`, `hashedEmail`.
    private static final Set<String> HASH_WORDS = Set.of(
            "hash",
            "hashed",
            "sha",
            "sha1",
            "sha224",
            "sha256",
            "sha384",
            "sha512",
            "sha3",
            "md5",
            "ripemd160",
            "crc32",
            "murmur3",
            "xxhash",
            "hmac");
    /// Keys that say that the value is a hash of an identity, and not of which, beside words of hashing.
    private static final Set<String> HASHED_SOMEBODY = Set.of("id", "uid", "user", "identifier", "customer", "contact");
    /// ... and words of hashing that say so by themselves. A bare `hash` or `md5` is as often that of a file.
    private static final Set<String> HASHED_ALONE = Set.of("hashed", "sha256", "hashedsha256", "sha256hashed");
    /// Words that make contact details those of an organisation or of its staff.
    private static final Set<String> ORGANISATION = Set.of(
            "facility",
            "clinic",
            "hospital",
            "office",
            "store",
            "provider",
            "doctor",
            "physician",
            "practitioner",
            "business",
            "company",
            "organization",
            "org",
            "vendor",
            "support",
            "sender",
            "author",
            "agent");
    private static final int LONGEST = 96;
    /// An identifier of fewer characters that is of a hash's alphabet is as often made up at random.
    private static final int SHORTEST_SURE_HASH = 40;
    private static final Memo<Known> KNOWN = new Memo<>(4096, Known::new);

    static {
        Predicate<String> email = value -> Shapes.email(value).isPresent();
        Predicate<String> phone = value -> Shapes.usPhone(value) || Shapes.internationalPhone(value);
        last(DataElement.EMAIL, email, "email emailaddress useremail emailid mailaddress");
        whole(DataElement.EMAIL, email, "mail em hem emailhash");
        last(
                DataElement.PHONE,
                phone,
                "phone phonenumber telephone telephonenumber mobilephone mobilenumber cellphone");
        last(DataElement.PHONE, phone, "homephone workphone faxnumber msisdn phoneno");
        whole(DataElement.PHONE, phone, "tel mobile cell fax ph");
        last(DataElement.NAME, Shapes::name, "firstname lastname fullname givenname familyname surname middlename");
        last(DataElement.NAME, Shapes::name, "patientname membername subscribername guarantorname namefirst namelast");
        whole(DataElement.NAME, Shapes::name, "fname lname");
        last(DataElement.DATE_OF_BIRTH, Shapes::date, "dob birthdate birthday dateofbirth birth bday bdate birthdt");
        last(DataElement.DATE_OF_BIRTH, KeyNames::birthYear, "birthyear yearofbirth yob");
        last(DataElement.SSN, Shapes::ssn, "ssn socialsecurity socialsecuritynumber ssnumber socialsecurityno");
        last(
                DataElement.PAYMENT_CARD,
                Shapes::card,
                "card cardnumber creditcard creditcardnumber ccnumber ccnum cardno");
        whole(DataElement.PAYMENT_CARD, Shapes::card, "pan cc");
        last(DataElement.FINANCIAL_ACCOUNT, Shapes::account, "bankaccount bankaccountnumber iban routingnumber");
        last(DataElement.FINANCIAL_ACCOUNT, Shapes::account, "accountnumberbank achaccount checkingaccount");
        last(DataElement.PASSWORD, Shapes::secret, "password passwd passphrase passcode userpassword");
        whole(DataElement.PASSWORD, Shapes::secret, "pwd pass pword");
        last(DataElement.USER_NAME, KeyNames::userName, "username loginname loginid screenname userlogin");
        last(DataElement.MEDICAL_RECORD_NUMBER, Shapes::identifier, "mrn medicalrecordnumber medicalrecord patientid");
        last(
                DataElement.MEDICAL_RECORD_NUMBER,
                Shapes::identifier,
                "patientnumber patientno patid patientmrn chartnumber");
        last(DataElement.MEMBER_ID, Shapes::identifier, "memberid membernumber subscriberid subscribernumber memberno");
        last(
                DataElement.MEMBER_ID,
                Shapes::identifier,
                "beneficiaryid healthplanid insuranceid policynumber medicareid");
        last(DataElement.MEMBER_ID, Shapes::mbi, "mbi medicarenumber");
        last(
                DataElement.OTHER_IDENTIFIER,
                Shapes::identifier,
                "userid customerid personid externalid crmid loginuserid");
        last(
                DataElement.OTHER_IDENTIFIER,
                Shapes::identifier,
                "patientaccount patientaccountnumber contactid accountholder");
        last(DataElement.POSTAL_ADDRESS, Shapes::streetAddress, "address streetaddress street addressline address1");
        last(
                DataElement.POSTAL_ADDRESS,
                Shapes::streetAddress,
                "addressline1 address2 homeaddress mailingaddress addr");
        last(DataElement.POSTAL_ADDRESS, Shapes::zip, "zip zipcode postalcode postcode postal zip5");
        last(
                DataElement.IP_ADDRESS,
                KeyNames::ip,
                "ip ipaddress clientip userip remoteaddr remoteip ipaddr uip ipv4 ipv6");
        last(DataElement.LOCATION, value -> Shapes.degrees(value, 90), "lat latitude geolat");
        last(DataElement.LOCATION, value -> Shapes.degrees(value, 180), "lon lng long longitude geolon geolng");
        last(
                DataElement.LOCATION,
                Shapes::position,
                "latlng latlong latlon coords coordinates geo geolocation position ll");
        last(DataElement.HEALTH_CONTEXT, Shapes::npi, "npi providernpi");
        last(DataElement.HEALTH_CONTEXT, Shapes::searchText, "diagnosis symptom symptoms medicalcondition");
        last(DataElement.HEALTH_CONTEXT, Shapes::searchText, "medication specialty speciality serviceline");
        last(
                DataElement.APPOINTMENT,
                KeyNames::told,
                "appointment appointmentid appointmentdate appointmenttime apptid");
        last(
                DataElement.APPOINTMENT,
                KeyNames::told,
                "appointmenttype appttype apptdate appttime visittype visitreason");
        last(DataElement.APPOINTMENT, KeyNames::told, "reasonforvisit appt visitdate appointmentreason");
        last(
                DataElement.SEARCH_TERMS,
                Shapes::searchText,
                "searchterm searchterms searchquery searchstring searchtext");
        last(DataElement.SEARCH_TERMS, Shapes::searchText, "searchkeyword searchkeywords sitesearch searchphrase");
        whole(DataElement.SEARCH_TERMS, Shapes::searchText, "q query search keyword keywords");
        last(DataElement.SIGNED_IN_STATE, KeyNames::signedIn, "loggedin isloggedin loginstatus loginstate userstatus");
        last(
                DataElement.SIGNED_IN_STATE,
                KeyNames::signedIn,
                "authenticated isauthenticated authstatus authstate signedin");
        last(
                DataElement.SIGNED_IN_STATE,
                KeyNames::signedIn,
                "issignedin memberstatus loggedinstatus authenticationstatus");
        last(
                DataElement.ADVERTISING_ID,
                KeyNames::clickId,
                "gclid gbraid wbraid dclid fbclid msclkid ttclid twclid yclid");
        last(DataElement.ADVERTISING_ID, KeyNames::clickId, "lifatid epik sccid rdtcid irclickid ttdid idfa gaid aaid");
        last(DataElement.ADVERTISING_ID, KeyNames::clickId, "advertisingid advertiserid");
        last(DataElement.DEVICE, value -> value.startsWith("Mozilla/"), "useragent ua uastring browseruseragent");
        last(DataElement.DEVICE, Shapes::resolution, "screenresolution screensize resolution viewport viewportsize");
        whole(DataElement.DEVICE, Shapes::resolution, "sr vp res screen");
        last(
                DataElement.CLIENT_ID,
                KeyNames::longIdentifier,
                "anonymousid deviceid visitorid clientid distinctid ecid");
        last(DataElement.CLIENT_ID, KeyNames::longIdentifier, "fbp fbc browserid fingerprint visitoruuid");
    }

    /// Keys of a page address's query under which sites keep what was looked for. Elsewhere they mean anything.
    private static final Set<String> SEARCH_BOXES =
            Set.of("s", "term", "terms", "kw", "wd", "lookup", "searchfor", "criteria");

    private KeyNames() {}

    /// What the key says, if the value agrees.
    static Optional<Said> of(String key, String value) {
        return KNOWN.of(key).said(value);
    }

    /// What a query parameter of a page address says.
    static Optional<Said> inPageAddress(String key, String value) {
        Known known = KNOWN.of(key);
        Optional<Said> said = known.said(value);
        return said.isEmpty() && known.searchBox && Shapes.searchText(value)
                ? Optional.of(new Said(DataElement.SEARCH_TERMS, ""))
                : said;
    }

    /// What the key names, whatever the value; `userEmailHash` names an e-mail address. Empty for a key of an
    /// organisation's own contact details.
    public static Set<DataElement> named(String key) {
        Known known = KNOWN.of(key);
        return known.organisation
                ? known.elements.stream().filter(element -> !isContact(element)).collect(Collectors.toUnmodifiableSet())
                : known.elements;
    }

    /// Whether the key, whatever the value, names this element.
    static boolean names(String key, DataElement element) {
        return KNOWN.of(key).elements.contains(element);
    }

    /// What is known of a key, whatever its value.
    private static final class Known {
        private final Optional<Rule> rule;
        /// Of the key without the words that tell of hashing.
        private final Optional<Rule> hashedRule;
        /// Whose hash the value may be.
        private final Optional<DataElement> hashed;
        private final Set<DataElement> elements;
        private final boolean hashWords;
        private final boolean organisation;
        private final boolean searchBox;

        private Known(String key) {
            Words words = Words.of(key);
            Optional<Words> bare = words.hashed();
            rule = rules(words).findFirst();
            hashedRule = bare.flatMap(without -> rules(without).findFirst());
            hashed = rules(bare.orElse(words))
                    .findFirst()
                    .map(Rule::element)
                    .filter(KeyNames::isIdentity)
                    .or(() -> bare.filter(without -> isSomebody(words, without))
                            .map(without -> DataElement.OTHER_IDENTIFIER));
            elements = Stream.concat(rules(words), bare.stream().flatMap(Known::rules))
                    .map(Rule::element)
                    .collect(Collectors.toUnmodifiableSet());
            hashWords = bare.isPresent();
            organisation = words.nameAnOrganisation();
            searchBox = SEARCH_BOXES.contains(words.joined());
        }

        private static boolean isSomebody(Words words, Words bare) {
            return HASHED_SOMEBODY.contains(bare.joined())
                    || (bare.joined().isEmpty() && HASHED_ALONE.contains(words.joined()));
        }

        private static Stream<Rule> rules(Words words) {
            return Arrays.stream(words.starts()).boxed().flatMap(start -> {
                Rule rule = RULES.get(words.joined().substring(start));
                return rule != null && (start == 0 || !rule.whole()) ? Stream.of(rule) : Stream.empty();
            });
        }

        private Optional<Said> said(String value) {
            Optional<Said> said = agreed(rule, value);
            if (said.isEmpty()) {
                said = agreed(hashedRule, value);
            }
            Optional<Said> plain = said;
            boolean longEnough = hashWords || value.length() >= SHORTEST_SURE_HASH;
            boolean mayBeHash =
                    said.isEmpty() || (longEnough && isIdentity(said.get().element()));
            if (mayBeHash && hashed.isPresent()) {
                said = Shapes.hash(value)
                        .map(shape -> new Said(hashed.get(), shape))
                        .or(() -> plain);
            }
            return organisation && said.isPresent() && isContact(said.get().element()) ? Optional.empty() : said;
        }

        private static Optional<Said> agreed(Optional<Rule> rule, String value) {
            return rule.isPresent() && rule.get().agrees().test(value)
                    ? Optional.of(new Said(rule.get().element(), ""))
                    : Optional.empty();
        }
    }

    /// Whether a hash of it is an identifier still: whose hash it is can be found out.
    private static boolean isIdentity(DataElement element) {
        return switch (element) {
            case EMAIL, PHONE, NAME, DATE_OF_BIRTH, POSTAL_ADDRESS, SSN, USER_NAME -> true;
            case MEDICAL_RECORD_NUMBER, MEMBER_ID, OTHER_IDENTIFIER -> true;
            default -> false;
        };
    }

    private static boolean isContact(DataElement element) {
        return switch (element) {
            case EMAIL, PHONE, NAME, POSTAL_ADDRESS, LOCATION -> true;
            default -> false;
        };
    }

    private static boolean birthYear(String value) {
        return value.length() == 4
                && Shapes.allDigits(value, 0)
                && value.compareTo("1900") >= 0
                && value.compareTo("2029") <= 0;
    }

    private static boolean userName(String value) {
        return Shapes.identifier(value) || (Shapes.name(value) && value.indexOf(' ') < 0 && value.length() >= 3);
    }

    private static boolean ip(String value) {
        return Shapes.ipv4(value) || Shapes.ipv6(value);
    }

    private static boolean told(String value) {
        return value.length() >= 2
                && !value.equalsIgnoreCase("false")
                && !value.equalsIgnoreCase("no")
                && !Shapes.isWordForNothing(value);
    }

    private static boolean signedIn(String value) {
        return switch (value.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ')) {
            case "1",
                    "true",
                    "yes",
                    "y",
                    "loggedin",
                    "logged in",
                    "signedin",
                    "signed in",
                    "authenticated",
                    "auth",
                    "member",
                    "patient",
                    "registered" -> true;
            default -> false;
        };
    }

    private static boolean clickId(String value) {
        return value.length() >= 10 && Shapes.identifier(value);
    }

    private static boolean longIdentifier(String value) {
        return value.length() >= 8 && Shapes.identifier(value);
    }

    private static void last(DataElement element, Predicate<String> agrees, String names) {
        add(element, agrees, names, false);
    }

    private static void whole(DataElement element, Predicate<String> agrees, String names) {
        add(element, agrees, names, true);
    }

    private static void add(DataElement element, Predicate<String> agrees, String names, boolean whole) {
        for (String name : names.split(" ")) {
            RULES.putIfAbsent(name, new Rule(element, agrees, whole));
        }
    }

    /// @param hash what makes the value look like a hash; empty where it is plain
    record Said(DataElement element, String hash) {
        /// In words, naming the key; `where` follows it.
        String how(String key, String where) {
            String shown = key.length() > 60 ? key.substring(0, 60) + "…" : key;
            return hash.isEmpty()
                    ? "named by the key " + shown + where
                    : "hashed (" + hash + "), named by the key " + shown + where;
        }
    }

    /// @param whole whether the name means it only where it is the whole key
    private record Rule(DataElement element, Predicate<String> agrees, boolean whole) {}

    /// The words of a key.
    ///
    /// @param joined lower case, without what separated them
    /// @param starts where each word begins in `joined`
    private record Words(String joined, int[] starts) {
        static Words of(String key) {
            int length = Math.min(key.length(), LONGEST);
            StringBuilder joined = new StringBuilder(length);
            int[] starts = new int[length + 1];
            int count = 0;
            boolean fresh = true;
            char before = ' ';
            for (int i = 0; i < length; i++) {
                char c = key.charAt(i);
                if (!Character.isLetterOrDigit(c)) {
                    fresh = true;
                } else {
                    boolean hump = Character.isUpperCase(c) && Character.isLowerCase(before);
                    if (fresh || hump) {
                        starts[count++] = joined.length();
                    }
                    joined.append(Character.toLowerCase(c));
                    fresh = false;
                }
                before = c;
            }
            return new Words(joined.toString(), Arrays.copyOf(starts, count));
        }

        private String word(int i) {
            return joined.substring(starts[i], i + 1 < starts.length ? starts[i + 1] : joined.length());
        }

        boolean nameAnOrganisation() {
            for (int i = 0; i < starts.length; i++) {
                if (ORGANISATION.contains(word(i))) {
                    return true;
                }
            }
            return false;
        }

        /// Without the words that tell of hashing; empty where there are none.
        Optional<Words> hashed() {
            StringBuilder bare = new StringBuilder();
            int[] kept = new int[starts.length];
            int count = 0;
            for (int i = 0; i < starts.length; i++) {
                String word = word(i);
                boolean size = i > 0 && word.chars().allMatch(Character::isDigit);
                if (!HASH_WORDS.contains(word) && !size) {
                    kept[count++] = bare.length();
                    bare.append(word);
                }
            }
            return bare.length() == joined.length()
                    ? Optional.empty()
                    : Optional.of(new Words(bare.toString(), Arrays.copyOf(kept, count)));
        }
    }
}
