using System.Collections.Frozen;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Short texts in the sets of East Asia, too short for statistics: every pair of octets is a letter there, and most are among the usual ones of one language.</summary>
internal static class EastAsianGuess
{
    /// <summary>Octets; longer texts are known by statistics.</summary>
    private const int Longest = 1000;
    private const int FewestUsual = 2;

    /// <summary>Of letters that are no punctuation, how many in a hundred must be usual ones.</summary>
    private const int Usual = 60;

    private const string SharedChinese =
        "的一是不了在人有我他中上大和地到以要就出可也你生能而子那得下自之年作用道行所然家事成方多去法如都同面起看定天分好小部其些主理心她本前但因只想日者意力它把十民第公此已工使情明性知全三又正外高由很最重物手文政美相利什二或新己制身果加月合回特代信表化老世位次度任常先通教原提立及比水名真走各入口平系活更打女四神何安少才反受目太量再感建做接必件期市直命金指至名您快退款票收客服查取消修改付品寄址者候帮助";

    private static readonly (int Page, FrozenSet<char> Usual)[] languages =
    [
        (54936, Of(SharedChinese, "这个们来为国说时会对过发后里种经么学现当没动还进样开从实无与长机关点业将两间问并应头体见被等产话内给门儿东声员解论处义几认条气题别变总电数报结务场计管资许统区保谢请订单货递换烦询邮号码价格商购")),
        (950, Of(SharedChinese, "這個們來為國說時會對過發後裡種經麼學現當沒動還進樣開從實無與長機關點業將兩間問並應頭體見被等產話內給門兒東聲員解論處義幾認條氣題別變總電數報結務場計管資許統區保謝請訂單貨遞換煩詢郵號碼價格商購")),
        (932, Japanese),
        (51932, Japanese),
        (51949, Of("가간감같개거건것게겠결경계고과교구국그기까께나내너네녕는니님다당대더데도동되된드든들디때라락람래량러려로록료르를리마만많매먼메면명모무문물미바반받발방배번변보부분불비사상색생서선설성세소속송수순스습시신실아안않알았어언없었에여연영예오온와왔요용우운원월위유으은을음의이인일있입자작잘장재저적전정제조좀주중즉지직진질집착찾처체초취치카크택통트판품필하한할함합해했행현호화확환회후희")),
    ];

    private static FrozenSet<char> Japanese =>
        Of(string.Concat(Enumerable.Range(0x3041, 0x56).Concat(Enumerable.Range(0x30A1, 0x5C)).Select(c => (char)c)),
            "注文件名日本様願致商品届配送返交換金支払確認問合連絡先電話番号住所変更取消会社担当者時間月年人大小中上下前後何今度方法回答質題希望購入発荷物到着済未不良破損在庫価格料円税込申訳御礼失記以対応教見使用可能無理有難場");

    /// <returns>None where it is too long, or no such text.</returns>
    public static Encoding? Of(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > Longest) return null;
        (Encoding? Encoding, int Share) best = (null, Usual - 1);
        foreach (var (page, usual) in languages)
        {
            // What is no letter is no dot in the middle either, as Shift_JIS has it.
            var strict = CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
            if (strict is not null && Share(strict.GetString(octets), usual) is var share && share > best.Share) best = (Charsets.OfPage(page), share);
        }
        return best.Encoding;
    }

    /// <summary>Usual letters in a hundred; 0 where some octets are no letters, or too few letters are from East Asia.</summary>
    private static int Share(string text, FrozenSet<char> usual)
    {
        int letters = 0, found = 0, ascii = 0;
        foreach (var c in text)
        {
            if (c is '\uFFFD' or (>= '\u0080' and < '\u3000') or (>= '\uD800' and <= '\uF8FF') or (>= '\uFF61' and <= '\uFF9F')) return 0;
            if (char.IsAsciiLetter(c)) ascii++;
            // Punctuation, and Latin letters of full width.
            if (c is < '\u3000' or (>= '\u3000' and < '\u3041') or >= '\uFF00') continue;
            letters++;
            if (usual.Contains(c)) found++;
        }
        return found < FewestUsual || ascii > letters ? 0 : found * 100 / letters;
    }

    private static FrozenSet<char> Of(params string[] letters) => string.Concat(letters).ToFrozenSet();
}
