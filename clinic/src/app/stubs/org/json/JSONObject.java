package org.json;

/** Stands in for the system's class where the app is compiled; no app holds it. */
public class JSONObject {
    public JSONObject(java.util.Map<?, ?> members) {}
}
