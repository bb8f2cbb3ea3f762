package com.appsflyer;

/**
 * Stands in for AppsFlyer, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public class AppsFlyerLib {
    private static final AppsFlyerLib INSTANCE = new AppsFlyerLib();

    public static AppsFlyerLib getInstance() {
        return INSTANCE;
    }

    public AppsFlyerLib init(String key, Object listener, android.content.Context context) {
        System.out.print("https://%slaunches.%s/api/v" + key);
        return this;
    }

    public void start(android.content.Context context) {
        System.out.print("appsflyersdk.com");
    }

    public void setCustomerUserId(String id) {
        System.out.print(id);
    }
}
