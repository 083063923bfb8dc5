using Hub.Mail.Smtp;

namespace Hub.Mail.Tests.Smtp;

public sealed class SmtpServerTests
{
    [Theory]
    [InlineData("smtp://127.0.0.1:2525", "127.0.0.1", 2525, false, SmtpTls.Optional, null, null)]
    [InlineData("smtp://mail.example.org", "mail.example.org", 25, false, SmtpTls.Optional, null, null)]
    [InlineData("smtp://u:p@mail.example.org", "mail.example.org", 587, false, SmtpTls.Required, "u", "p")]
    [InlineData("smtp://u:p@localhost:25", "localhost", 25, false, SmtpTls.Optional, "u", "p")]
    [InlineData("smtp://u:p@[::1]:25", "::1", 25, false, SmtpTls.Optional, "u", "p")]
    [InlineData("smtp://u:p@mail.example.org:587?tls=none", "mail.example.org", 587, false, SmtpTls.None, "u", "p")]
    [InlineData("smtp://u:p@mail.example.org:587/?tls=optional", "mail.example.org", 587, false, SmtpTls.Optional, "u", "p")]
    [InlineData("smtp://127.0.0.1:25?tls=required", "127.0.0.1", 25, false, SmtpTls.Required, null, null)]
    [InlineData("smtps://mail.example.org", "mail.example.org", 465, true, SmtpTls.Required, null, null)]
    [InlineData("SMTPS://support%40hub.test:p%3Aa%2Fss%25%20%C3%A9@Mail.Example.org:4650", "mail.example.org", 4650, true, SmtpTls.Required, "support@hub.test", "p:a/ss% é")]
    [InlineData(" smtp://u:p:q@mail.example.org ", "mail.example.org", 587, false, SmtpTls.Required, "u", "p:q")]
    public void An_address_is_read(string text, string host, int port, bool implicitTls, SmtpTls tls, string? user, string? password) =>
        Assert.Equal(new(host, port, implicitTls, tls, user, password), SmtpServer.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("mail.example.org:25")]
    [InlineData("http://mail.example.org")]
    [InlineData("smtp://")]
    [InlineData("smtp://:25")]
    [InlineData("smtp://mail.example.org:0")]
    [InlineData("smtp://mail.example.org:99999")]
    [InlineData("smtp://user@mail.example.org")]
    [InlineData("smtp://:s3cret@mail.example.org")]
    [InlineData("smtp://user:@mail.example.org")]
    [InlineData("smtp://user:s3cret%@mail.example.org")]
    [InlineData("smtp://user:s3cret%zz@mail.example.org")]
    [InlineData("smtp://user:s3cret%00@mail.example.org")]
    [InlineData("smtp://us@er:s3cret@mail.example.org")]
    [InlineData("smtp://user:s3c/ret@mail.example.org")]
    [InlineData("smtp://mail.example.org/path")]
    [InlineData("smtp://mail.example.org#x")]
    [InlineData("smtp://mail.example.org?tls=maybe")]
    [InlineData("smtp://mail.example.org?ssl=true")]
    [InlineData("smtps://mail.example.org?tls=none")]
    public void What_is_none_is_refused_without_telling_the_password(string text)
    {
        var refused = Assert.Throws<FormatException>(() => SmtpServer.Parse(text));
        Assert.DoesNotContain("s3c", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_text_holds_no_password()
    {
        Assert.Equal("smtps://mail.example.org:465", SmtpServer.Parse("smtps://user:s3cret@mail.example.org").ToString());
        Assert.Equal("smtp://[::1]:25", $"{SmtpServer.Parse("smtp://[::1]")}");
    }

    [Theory]
    [InlineData("smtp://127.0.0.1", true)]
    [InlineData("smtp://127.8.9.1", true)]
    [InlineData("smtp://[::1]", true)]
    [InlineData("smtp://LOCALHOST", true)]
    [InlineData("smtp://localhost.example.org", false)]
    [InlineData("smtp://10.0.0.1", false)]
    public void Loopback_is_known_by_its_name(string text, bool loopback) => Assert.Equal(loopback, SmtpServer.Parse(text).IsLoopback);
}
