package dev.earshot.catalogue;

/// A request recognised as a tracker's.
///
/// @param how what gave it away
/// @param does what the request is for
public record Identification(Tracker tracker, How how, Does does) {
    /// What gave a tracker away.
    public enum How {
        HOST,
        HOST_AND_PATH,
        /// The path or payload is the tracker's, on a host that is not: a proxy, a CNAME, a server-side container.
        PAYLOAD
    }

    /// What a tracker's request is for.
    public enum Does {
        /// Sends data about the visit.
        COLLECT,
        /// Fetches the tracker's code or settings.
        LOAD,
        /// Matches the ids of two vendors.
        SYNC,
        /// Asks the tracker for leave to send something from another origin. The request that is asked for tells of the
        /// visit, not this one; what stands in its address is read all the same. Source: WHATWG Fetch, section 4.9,
        /// CORS-preflight fetch.
        PREFLIGHT
    }
}
