package dev.earshot.catalogue;

import dev.earshot.EarshotException;
import dev.earshot.domain.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Who owns which domain: the tables in `owners/`, one file a purpose, `owners/index.json` listing them.
///
/// A table names registrable domains; `hosts` below them that serve another purpose or have another owner; and
/// `suffixes`, under which an owner's customers have their own domains, such as `cloudfront.net`. The longest match
/// by whole labels wins: `fonts.googleapis.com` before `googleapis.com`, and never `notgoogle.com` for `google.com`.
///
/// Immutable and safe for use by several threads.
public final class DomainOwners {
    private static final String FOLDER = "owners/";

    private final Map<String, DomainOwner> byDomain;

    private DomainOwners(Map<String, DomainOwner> byDomain) {
        this.byDomain = Map.copyOf(byDomain);
    }

    /// The owners that ship with Earshot.
    public static DomainOwners bundled() {
        return Bundled.OWNERS;
    }

    /// The owner of a host, by its longest known suffix.
    ///
    /// @param host with or without a port, in any case; what is not a host name has no owner
    public Optional<DomainOwner> of(String host) {
        String suffix = HostName.of(host);
        while (true) {
            DomainOwner owner = byDomain.get(suffix);
            if (owner != null) {
                return Optional.of(owner);
            }
            int dot = suffix.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            suffix = suffix.substring(dot + 1);
        }
    }

    /// Every entry, in no particular order.
    public Collection<DomainOwner> all() {
        return byDomain.values();
    }

    /// The files of the bundled tables, in the order of their index.
    static List<String> bundledFiles() {
        return read(FOLDER + "index.json", Index.class).files();
    }

    static Table bundledTable(String file) {
        return read(FOLDER + file, Table.class);
    }

    private static DomainOwners load() {
        Map<String, DomainOwner> byDomain = new HashMap<>();
        for (String file : bundledFiles()) {
            for (DomainOwner owner : bundledTable(file).owners(file)) {
                DomainOwner other = byDomain.put(owner.domain(), owner);
                if (other != null) {
                    throw broken(file, "lists " + owner.domain() + ", which has an owner already");
                }
            }
        }
        return new DomainOwners(byDomain);
    }

    private static <T> T read(String resource, Class<T> type) {
        try (InputStream in = DomainOwners.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw broken(resource, "is missing");
            }
            return JsonMapper.shared().readValue(in, type);
        } catch (IOException | JacksonException e) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL, "Can't read the bundled table of domain owners " + resource, e);
        }
    }

    private static EarshotException broken(String file, String fault) {
        return new EarshotException(
                EarshotException.Code.INTERNAL, "The bundled table of domain owners " + file + " " + fault + ".");
    }

    private static final class Bundled {
        private static final DomainOwners OWNERS = load();
    }

    /// `owners/index.json`.
    ///
    /// @param files in alphabetical order
    record Index(List<String> files) {}

    /// One file of `owners/`.
    ///
    /// @param purpose in the words of a [Purpose]
    record Table(String purpose, List<Holding> owners) {
        List<DomainOwner> owners(String file) {
            if (Purpose.of(purpose).isEmpty()) {
                throw broken(file, "has a purpose that is none: " + purpose);
            }
            return owners.stream().flatMap(holding -> holding.entries(purpose)).toList();
        }
    }

    /// Domains that one owner uses for one purpose and that were read in one place.
    ///
    /// @param domains registrable domains
    /// @param hosts below a registrable domain
    /// @param suffixes public suffixes, whose subdomains are customers'
    record Holding(
            String owner,
            @Nullable String parent,
            @Nullable List<String> domains,
            @Nullable List<String> hosts,
            @Nullable List<String> suffixes,
            @Nullable List<String> registrations,
            String source,
            String readOn,
            boolean verified) {
        Stream<DomainOwner> entries(String purpose) {
            return Stream.of(orEmpty(domains), orEmpty(hosts), orEmpty(suffixes))
                    .flatMap(List::stream)
                    .map(domain -> new DomainOwner(
                            domain,
                            owner,
                            Optional.ofNullable(parent),
                            purpose,
                            orEmpty(registrations),
                            source,
                            readOn,
                            verified));
        }

        static List<String> orEmpty(@Nullable List<String> list) {
            return list == null ? List.of() : list;
        }
    }
}
