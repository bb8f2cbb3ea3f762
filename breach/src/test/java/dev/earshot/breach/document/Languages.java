package dev.earshot.breach.document;

import java.util.Map;
import java.util.TreeMap;

/// A sentence or two in each language of the letters, invented.
public final class Languages {
    private Languages() {}

    public static String sample(String language) {
        return samples().getOrDefault(language, "");
    }

    public static Map<String, String> samples() {
        return new TreeMap<>(
                Map.of(
                        "en",
                                "What happened? On March 3, 2026 we learned that “trackers” on our website told other companies of visits.",
                        "es",
                                "¿Qué pasó? El 3 de marzo de 2026 supimos que nuestro sitio envió información a otras compañías. Año, señor.",
                        "fr",
                                "Que s’est-il passé ? Le 3 mars 2026, nous avons appris que notre site avait été à l’origine d’un envoi ; ça, où, œuvre.",
                        "zh-Hans", "发生了什么？2026年3月3日，我们得知网站上的跟踪技术可能已将您的就诊信息发送给其他公司。请致电1-800-555-0100（免费）。",
                        "vi",
                                "Chuyện gì đã xảy ra? Ngày 3 tháng 3 năm 2026, chúng tôi biết rằng trang mạng đã gửi thông tin của quý vị cho người khác.",
                        "tl",
                                "Ano ang nangyari? Noong ika-3 ng Marso 2026, nalaman namin na nagpadala ang aming website ng impormasyon tungkol sa inyo.",
                        "ko", "무슨 일이 있었습니까? 2026년 3월 3일, 저희 웹사이트가 귀하의 방문 정보를 다른 회사에 보냈을 수 있다는 것을 알게 되었습니다.",
                        "ru",
                                "Что произошло? 3 марта 2026 года мы узнали, что наш сайт мог передать сведения о ваших посещениях другим компаниям; ещё, объём.",
                        "ar",
                                "ماذا حدث؟ في 3 مارس 2026 علمنا أن تقنيات التتبع على موقعنا الإلكتروني ربما أرسلت معلومات عن زياراتكم إلى شركات أخرى، والآن نبلغكم.",
                        "ht",
                                "Kisa ki te pase? 3 mas 2026, nou te aprann sit entènèt nou an te voye enfòmasyon sou vizit ou bay lòt konpayi; rele nou, li gratis."));
    }
}
