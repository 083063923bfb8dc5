using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class CharsetGuessTests
{
    private static byte[] In(string charset, string text) => Charsets.Find(charset)!.GetBytes(text);

    private static string Read(string header, byte[] text) => MailReader.Read((byte[])[.. Encoding.ASCII.GetBytes(header + "\r\n\r\n"), .. text]).Root.Text();

    public static TheoryData<string, string> Letters => new()
    {
        { "windows-1252", "Grüße €" },
        { "windows-1252", "café" },
        { "windows-1252", "Bonjour, où est mon colis ? J'ai été débité deux fois, merci d'avance. À bientôt" },
        { "windows-1252", "Sehr geehrte Damen und Herren, ich möchte meine Bestellung stornieren. Mit freundlichen Grüßen, Jürgen Müller" },
        { "windows-1252", "Olá, não recebi a encomenda. Obrigação, atenção." },
        { "windows-1252", "Hei, en ole saanut tilaustani. Ystävällisin terveisin, Päivi Hämäläinen" },
        { "windows-1252", "Hola, ¿dónde está mi pedido? Mañana salgo de vacaciones. Señor Núñez" },
        { "windows-1252", "Kære kundeservice, jeg har ikke modtaget min pakke. Venlig hilsen Søren Åberg" },
        { "iso-8859-2", "Dzień dobry, nie otrzymałem zamówienia. Proszę o pomoc. Pozdrawiam, Łukasz Wiśniewski" },
        { "windows-1250", "Dzień dobry, nie otrzymałem zamówienia. Proszę o pomoc. Pozdrawiam, Łukasz Wiśniewski" },
        { "windows-1250", "Dobrý den, nedostal jsem objednávku. Prosím o pomoc, děkuji. Jiří Dvořák" },
        { "windows-1251", "Привет" },
        { "windows-1251", "Здравствуйте, где мой заказ? Спасибо, Иван" },
        { "koi8-r", "Здравствуйте, где мой заказ? Спасибо, Иван" },
        { "iso-8859-5", "Здравствуйте, где мой заказ? Спасибо, Иван" },
        { "windows-1251", "Доброго дня, де моє замовлення? Дякую, Андрій" },
        { "iso-8859-7", "Καλημέρα, πού είναι η παραγγελία μου; Ευχαριστώ" },
        { "windows-1255", "שלום, איפה ההזמנה שלי? תודה רבה" },
        { "windows-1256", "مرحبا، أين طلبي؟ شكرا جزيلا لكم" },
        { "iso-8859-9", "Merhaba, siparişim nerede? Teşekkürler, Işıl Güneş" },
        { "shift_jis", "こんにちは。注文した商品はどこですか？ありがとうございます。" },
        { "euc-jp", "こんにちは。注文した商品はどこですか？ありがとうございます。" },
        { "iso-2022-jp", "こんにちは。注文した商品はどこですか？" },
        { "gb18030", "您好，我的订单在哪里？谢谢。" },
        { "big5", "您好，我的訂單在哪裡？謝謝。" },
        { "euc-kr", "안녕하세요, 제 주문은 어디에 있나요? 감사합니다." },
        { "shift_jis", "キャンセルお願いします" },
        { "windows-1252", "Très déçu" },
        { "windows-1252", "Übergröße" },
        { "windows-1252", "ÉTÉ À NOËL" },
        { "windows-1252", "“Hello” – ça va…" },
        { "windows-1252", "Größe: 40½ – 20 €" },
        { "gb18030", "你好，我的订单" },
        { "shift_jis", "注文の件" },
        { "shift_jis", "ABC-123の返品について" },
        { "euc-jp", "注文の件" },
        { "big5", "我的訂單" },
        { "euc-kr", "주문 취소" },
        { "windows-1252", "ÀÉÈ ÄÖÜß" },
        { "windows-1252", "São João, ação" },
        { "windows-1252", "«Çà» – ½ £" },
        { "windows-1251", "Спасибо" },
        { "koi8-r", "заказ отмена" },
        { "utf-8", "Grüße 日本" },
        { "utf-16", "Hello, where is my order?" },
    };

    [Theory]
    [MemberData(nameof(Letters))]
    public void Text_that_does_not_say_what_it_is_written_in_is_read_all_the_same(string charset, string text)
    {
        Assert.Equal(text, Read("Content-Type: text/plain", In(charset, text)));
        Assert.Equal(text, Read("Content-Type: text/plain; charset=x-nobody-knows", In(charset, text)));
        Assert.Equal(text, Read("Content-Type: text/plain; charset=us-ascii", In(charset, text)));
    }

    [Theory]
    [InlineData("windows-1251", "Здравствуйте, где мой заказ?")]
    [InlineData("shift_jis", "こんにちは。注文した商品はどこですか？")]
    [InlineData("windows-1252", "déjà")]
    public void Text_wrongly_said_to_be_UTF_8_is_read(string charset, string text) => Assert.Equal(text, Read("Content-Type: text/plain; charset=utf-8", In(charset, text)));

    [Theory]
    [InlineData("iso-8859-1", "déjà vu")]
    [InlineData("windows-1250", "Łukasz")]
    [InlineData("koi8-r", "Привет")]
    [InlineData("windows-1252", "日本")]
    public void UTF_8_under_another_name_is_read(string charset, string text) => Assert.Equal(text, Read($"Content-Type: text/plain; charset={charset}", Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("utf-16", "Where is my order?")]
    [InlineData("UCS-2", "Où est ma commande ?\r\nMerci")]
    [InlineData("utf-16", "Где мой заказ? Спасибо")]
    [InlineData("utf-16", "您好，我的订单在哪里？谢谢。")]
    [InlineData("iso-10646-ucs-2", "注文の件です。よろしくお願いします。")]
    [InlineData("utf-16", "안녕하세요, 제 주문은 어디에 있나요?")]
    public void UTF_16_that_does_not_say_its_order_is_read_in_either(string name, string text)
    {
        Assert.Equal(text, Read($"Content-Type: text/plain; charset={name}", Encoding.BigEndianUnicode.GetBytes(text)));
        Assert.Equal(text, Read($"Content-Type: text/plain; charset={name}", Encoding.Unicode.GetBytes(text)));
        Assert.Equal(text, Read("Content-Type: text/plain; charset=utf-16le", Encoding.Unicode.GetBytes(text)));
    }

    [Theory]
    [InlineData("koi8-r", "пр")]
    [InlineData("shift_jis", "日本")]
    [InlineData("windows-1252", "Ünal, 20 °C")]
    [InlineData("gb18030", "联通")]
    public void A_name_that_may_be_right_is_believed(string charset, string text) => Assert.Equal(text, Read($"Content-Type: text/plain; charset={charset}", In(charset, text)));

    [Theory]
    [InlineData("<html><head><meta charset=windows-1251></head>Да")]
    [InlineData("<META http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">Да")]
    [InlineData("<meta name=x><meta charset='windows-1251'/>Да")]
    public void HTML_may_say_it_itself(string html)
    {
        Assert.Equal(html, Read("Content-Type: text/html", In("windows-1251", html)));
        Assert.DoesNotContain("Да", Read("Content-Type: text/html; charset=iso-8859-1", In("windows-1251", html)), StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_headers_are_read_like_the_first_text_below_them()
    {
        var mail = MailReader.Read(In("koi8-r", "Subject: Где заказ\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\nДа\r\n--b--\r\n"));
        Assert.Equal(("Где заказ", "Да"), (mail.Subject, mail.TextBody));
    }

    [Theory]
    [InlineData("ISO_8859-2", 28592)]
    [InlineData("iso88592", 28592)]
    [InlineData("8859-7", 28597)]
    [InlineData("ISO-8859-8-I", 28598)]
    [InlineData("x-cp1250", 1250)]
    [InlineData("Windows 1251", 1251)]
    [InlineData("cp-850", 850)]
    [InlineData("win1253", 1253)]
    [InlineData("windows-cp1254", 1254)]
    [InlineData("CP936", 54936)]
    [InlineData("x-mac-roman", 10000)]
    [InlineData("\"UTF_8\"", 65001)]
    [InlineData("ISO-2022-JP-1", 50220)]
    public void Names_are_known_however_they_are_spelled(string name, int page) => Assert.Equal(page, Charsets.Find(name)?.CodePage);

    [Theory]
    [InlineData("cp65000")]
    [InlineData("x-cp65000")]
    [InlineData("windows-65000")]
    [InlineData("UTF7")]
    public void UTF_7_is_read_under_no_name(string name) => Assert.NotEqual("<b>", Charsets.Decode("+ADw-b+AD4-"u8, name));
}
