using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class HeaderTests
{
    [Fact]
    public void Fields_keep_their_order_and_their_folds_are_undone()
    {
        var mail = Mails.Read("Received: one\nSubject: a\n long\n\t subject\nreceived : two\n\nbody");
        Assert.Equal(["Received", "Subject", "received"], mail.Headers.Select(h => h.Name));
        Assert.Equal("a long\t subject", mail.Header("SUBJECT")!.Raw);
        Assert.Equal("a long  subject", mail.Subject);
        Assert.Equal(["one", "two"], mail.HeaderAll("Received").Select(h => h.Value));
        Assert.Equal("body", mail.TextBody);
        Assert.Empty(mail.Defects);
    }

    [Theory]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?UTF-8?b?R3LDvMOfZQ==?= aus Berlin", "Grüße aus Berlin")]
    [InlineData("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab")]
    [InlineData("=?utf-8?Q?a?=\n =?iso-8859-1?Q?=E9?=", "aé")]
    [InlineData("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c")]
    [InlineData("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café")] // a character over two words
    [InlineData("=?utf-8?B?5pel5pys?= =?utf-8?B?6Kqe?=", "日本語")]
    [InlineData("=?utf-8?B?5pel5p?= =?utf-8?B?ys6Kqe?=", "日本語")] // base64 cut anywhere
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語")]
    [InlineData("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет")]
    [InlineData("=?utf-8*de?Q?Gru=C3=9F?=", "Gruß")] // RFC 2231 section 5
    [InlineData("=?utf-8?Q?How are you??=", "How are you?")] // blanks and a question mark inside
    [InlineData("=?x-nobody?Q?caf=C3=A9?=", "café")]
    [InlineData("=?utf-7?Q?+ADw-b+AD4-?=", "+ADw-b+AD4-")]
    [InlineData("=?utf-8?Q?open =?utf-8?Q?x?=", "=?utf-8?Q?open x")]
    [InlineData("=?utf-8?X?a?= =? =?? 50%=?", "=?utf-8?X?a?= =? =?? 50%=?")]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_b=00?=", "a  Bcc: b")]
    public void Encoded_words_are_decoded(string raw, string expected) => Assert.Equal(expected, Mails.With("Subject: " + raw).Subject);

    [Fact]
    public void Raw_8_bit_headers_are_read()
    {
        Assert.Equal("Grüße", Mails.With("Subject: Grüße").Subject);
        Assert.Equal("Grüße €", Mails.ReadOctets("Subject: Gr\xFC\xDF" + "e \x80\r\n\r\n").Subject);
        Assert.Equal("Привет", Mails.ReadOctets("Subject: \xF0\xD2\xC9\xD7\xC5\xD4\r\nContent-Type: text/plain;\r\n charset=koi8-r\r\n\r\n").Subject);
    }

    [Theory]
    [InlineData("Message-ID: <a.b@example.org>", "a.b@example.org")]
    [InlineData("message-id:\n <a@example.org> (remark)", "a@example.org")]
    [InlineData("Message-ID: a@example.org", "a@example.org")]
    [InlineData("Message-ID: <very-long-\n id@example.org>", "very-long-id@example.org")]
    [InlineData("Message-ID: <a@example.org", "a@example.org")]
    [InlineData("Message-ID: 12345", "12345")]
    [InlineData("Message-ID: =?utf-8?Q?=3Ca=40example.org=3E?=", "a@example.org")]
    [InlineData("Message-ID: <>", null)]
    [InlineData("Subject: none", null)]
    public void The_Message_ID_is_without_brackets(string field, string? expected) => Assert.Equal(expected, Mails.With(field).MessageId);

    [Theory]
    [InlineData("<a@x> <b@x>", "a@x b@x")]
    [InlineData("<a@x>,<b@x>\n\t<c@x>", "a@x b@x c@x")]
    [InlineData("<a@x><b@x> junk <c\n @x> <broken <d@x> <>", "a@x b@x c@x d@x")]
    [InlineData("a@x, b@x junk", "a@x b@x")]
    [InlineData("Your message of \"Mon, 3 Jan\" from me@home <a@x>", "a@x")]
    [InlineData("junk", "")]
    public void References_are_read_through_folds_commas_and_junk(string raw, string expected)
    {
        var mail = Mails.With($"References: {raw}\nIn-Reply-To: {raw}");
        Assert.Equal(expected, string.Join(' ', mail.References));
        Assert.Equal(expected, string.Join(' ', mail.InReplyTo));
    }

    [Fact]
    public void Of_too_many_references_the_first_and_the_latest_stay()
    {
        var mail = Mails.With("References: " + string.Join("\n ", Enumerable.Range(0, 3000).Select(i => $"<{i}@x>")));
        Assert.Equal(1000, mail.References.Count);
        Assert.Equal(("0@x", "2999@x"), (mail.References[0], mail.References[^1]));
        Assert.Contains("references-cut", mail.Defects);
    }

    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("21 Nov 97 09:55 GMT", "1997-11-21T09:55:00+00:00")]
    [InlineData("Mon, 21 Nov 1997 09:55:06 -0600 (CST)", "1997-11-21T09:55:06-06:00")]
    [InlineData("Thu,\n 13 Feb 1969 23:32 -0330 (Newfoundland (Time))", "1969-02-13T23:32:00-03:30")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("1 January 49 1:2:3 EST", "2049-01-01T01:02:03-05:00")]
    [InlineData("1 Jan 103 01:02:03 PDT", "2003-01-01T01:02:03-07:00")]
    [InlineData("11-Feb-1998 11:51:00 Z", "1998-02-11T11:51:00+00:00")]
    [InlineData("Wed Feb 11 11:51:07 1998", "1998-02-11T11:51:07+00:00")]
    [InlineData("Wed, 11 Feb 98 11:51 CEST", "1998-02-11T11:51:00+02:00")]
    [InlineData("Wed, 11 Feb 1998 11:51:00.123 +01:00", "1998-02-11T11:51:00+01:00")]
    [InlineData("Wed, 11 Feb 1998 11:51:00 GMT+2", "1998-02-11T11:51:00+00:00")]
    [InlineData("Wed, 11 Feb 1998 11:51:60", "1998-02-11T11:51:59+00:00")]
    [InlineData("2/11/1998 11:51 PM", null)]
    [InlineData("11 Feb 1998 11:51 PM +0000", "1998-02-11T23:51:00+00:00")]
    [InlineData("2024-03-01T10:20:30+02:00", "2024-03-01T10:20:30+02:00")]
    [InlineData("Wed, 31 Feb 1998 11:51:00 +0000", null)]
    [InlineData("Wed, 11 Feb 1998 11:51:00 +9999", "1998-02-11T11:51:00+00:00")]
    [InlineData("Wed, 11 Feb 99999999999 25:99:00 +0000", null)]
    [InlineData("2014-06-20 10:15:09 UTC", "2014-06-20T10:15:09+00:00")]
    [InlineData("2014-06-20 10:15:09 +0200 (CEST)", "2014-06-20T10:15:09+02:00")]
    [InlineData("2014/6/20 10:15", "2014-06-20T10:15:00+00:00")]
    [InlineData("20140620T101509Z", "2014-06-20T10:15:09+00:00")]
    [InlineData("2014年6月20日 10:15", "2014-06-20T10:15:00+00:00")]
    [InlineData("Mon, 3. Mai 2014 10:15:09 +0200", "2014-05-03T10:15:09+02:00")]
    [InlineData("Di, 03 Dez 2014 10:15:09 +0100", "2014-12-03T10:15:09+01:00")]
    [InlineData("mer., 3 févr. 2014 10:15:09 CET", "2014-02-03T10:15:09+01:00")]
    [InlineData("3 de agosto de 2014 10:15", "2014-08-03T10:15:00+00:00")]
    [InlineData("Fri, 20 août 2014 10.15.09 GMT+0200", "2014-08-20T10:15:09+02:00")]
    [InlineData("Friday, 20-Jun-14 10:15:09 GMT", "2014-06-20T10:15:09+00:00")]
    [InlineData("20 Sept 2014 10:15:09 +0000", "2014-09-20T10:15:09+00:00")]
    [InlineData("2014-13-20 10:15", null)]
    [InlineData("3 Foo 2014 10:15", null)]
    [InlineData("3 févr 2014 25:15", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Dates_of_every_common_style_are_read(string raw, string? expected)
    {
        var mail = Mails.With("Date: " + raw);
        Assert.Equal(expected, mail.Date?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected is null, mail.Defects.Contains("date-unreadable"));
    }

    [Fact]
    public void What_rules_ask_for_is_told_as_it_was_written()
    {
        var mail = Mails.Read("""
            Return-Path: <>
            Auto-Submitted: Auto-Replied; owner-email="x@example.org"
            Precedence: BULK
            List-Id: <list.example.org>
            X-Auto-Response-Suppress: DR, OOF, AutoReply
            Content-Type: multipart/report; report-type=Delivery-Status; boundary=b

            --b

            It bounced.
            --b--
            """);
        Assert.Equal("auto-replied", mail.AutoSubmitted);
        Assert.Equal("bulk", mail.Precedence);
        Assert.True(mail.HasListHeaders);
        Assert.Equal(["dr", "oof", "autoreply"], mail.AutoResponseSuppress);
        Assert.True(mail.IsReport);
        Assert.Equal("delivery-status", mail.ReportType);
        Assert.Equal("", mail.ReturnPath);

        var plain = Mails.With("Return-Path: <a@example.org>");
        Assert.Null(plain.AutoSubmitted);
        Assert.Null(plain.Precedence);
        Assert.False(plain.HasListHeaders || plain.IsReport);
        Assert.Empty(plain.AutoResponseSuppress);
        Assert.Equal("a@example.org", plain.ReturnPath);
        Assert.Null(Mails.With("X: y").ReturnPath);
    }
}
