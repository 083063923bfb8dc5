using Hub.Mail.Wire;

namespace Hub.Mail.Tests.Lmtp;

public sealed class SmtpPathTests
{
    [Theory]
    [InlineData("<a@b.example>", "a@b.example")]
    [InlineData("<support+t1.abc=@Hub.TEST>", "support+t1.abc=@Hub.TEST")]
    [InlineData("<\"john\"@b.example>", "john@b.example")]
    [InlineData("<\"jo\\hn.doe\"@b.example>", "john.doe@b.example")]
    [InlineData("<\"john doe\"@b.example>", "\"john doe\"@b.example")]
    [InlineData("<\"a>b@c\\\"\\\\\"@b.example>", "\"a>b@c\\\"\\\\\"@b.example")]
    [InlineData("<\"\"@b.example>", "\"\"@b.example")]
    [InlineData("<\"a..b\"@b.example>", "\"a..b\"@b.example")]
    [InlineData("<@x.example,@y.example:a@b.example>", "a@b.example")]
    [InlineData("<a@[127.0.0.1]>", "a@[127.0.0.1]")]
    [InlineData("<a@[IPv6:::1]>", "a@[IPv6:::1]")]
    [InlineData("<a@under_score.example>", "a@under_score.example")]
    [InlineData("<a@localhost>", "a@localhost")]
    [InlineData("<müller@münchen.example>", "müller@münchen.example")]
    [InlineData("<Postmaster>", "Postmaster")]
    [InlineData("<>", "")]
    public void A_path_is_read(string path, string address)
    {
        Assert.True(SmtpPath.TryRead(path + " SIZE=1", out var read, out var length));
        Assert.Equal(address, read);
        Assert.Equal(path.Length, length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("a@b.example")]
    [InlineData("<a>")]
    [InlineData("<a@>")]
    [InlineData("<@b.example>")]
    [InlineData("<a@b.example")]
    [InlineData("<a@b@c.example>")]
    [InlineData("<a b@c.example>")]
    [InlineData("<.a@b.example>")]
    [InlineData("<a.@b.example>")]
    [InlineData("<a..b@b.example>")]
    [InlineData("<a@b..example>")]
    [InlineData("<a@.example>")]
    [InlineData("<a@b.example.>")]
    [InlineData("<a@-b.example>")]
    [InlineData("<a@b-.example>")]
    [InlineData("<\"a@b.example>")]
    [InlineData("<\"a\\")]
    [InlineData("<\"a\"b@c.example>")]
    [InlineData("<\"a\tb\"@c.example>")]
    [InlineData("<a@[300.0.0.1]>")]
    [InlineData("<a@[127.1]>")]
    [InlineData("<a@[IPv6:nonsense]>")]
    [InlineData("<a@[IPv6:fe80::1%eth0]>")]
    [InlineData("<a@[127.0.0.1>")]
    [InlineData("<@x.example a@b.example>")]
    [InlineData("<@x.example:>")]
    [InlineData("<a\u0085@b.example>")]
    [InlineData("<a\u00a0@b.example>")]
    [InlineData("<a(comment)@b.example>")]
    [InlineData("<a,b@c.example>")]
    public void What_is_no_path_is_none(string path) => Assert.False(SmtpPath.TryRead(path, out _, out _));

    [Fact]
    public void Lengths_are_bounded()
    {
        Assert.NotNull(SmtpPath.Normalise(new string('a', 256) + "@b.example"));
        Assert.Null(SmtpPath.Normalise(new string('a', 257) + "@b.example"));
        Assert.Null(SmtpPath.Normalise(new string('é', 129) + "@b.example"));
        Assert.NotNull(SmtpPath.Normalise("a@" + new string('b', 63) + ".example"));
        Assert.Null(SmtpPath.Normalise("a@" + new string('b', 64) + ".example"));
        Assert.Null(SmtpPath.Normalise("a@" + string.Join('.', Enumerable.Repeat("bcd", 64)) + ".e"));
    }

    [Theory]
    [InlineData("a@b.example>\r\nRCPT TO:<c@d.example")]
    [InlineData("a@b.example\r\n")]
    [InlineData("a@b.example> SIZE=1")]
    [InlineData("<a@b.example>")]
    [InlineData("postmaster")]
    [InlineData("")]
    public void What_would_be_more_than_an_address_in_a_command_is_none(string address) => Assert.Null(SmtpPath.Normalise(address));

    [Fact]
    public void Half_a_character_is_no_part_of_an_address() => Assert.Null(SmtpPath.Normalise("a\ud800@b.example"));
}
