using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class AddressTests
{
    [Theory]
    [InlineData("john@example.org", "|john@example.org")]
    [InlineData("<john@example.org>", "|john@example.org")]
    [InlineData("John Doe <john@example.org>", "John Doe|john@example.org")]
    [InlineData("\"Doe, John\" <john@example.org>", "Doe, John|john@example.org")]
    [InlineData("\"John \\\"J\\\" Doe\" <john@example.org>", "John \"J\" Doe|john@example.org")]
    [InlineData("Doe, John <john@example.org>", "Doe, John|john@example.org")] // comma unquoted
    [InlineData("john@example.org (John Doe)", "John Doe|john@example.org")]
    [InlineData("John (the (great)) Doe <john@example.org> (x)", "John Doe|john@example.org")]
    [InlineData("John Doe john@example.org", "John Doe|john@example.org")] // brackets missing
    [InlineData("a@x.org, b@x.org,,c@x.org", "|a@x.org;|b@x.org;|c@x.org")]
    [InlineData("a@x.org; b@x.org", "|a@x.org;|b@x.org")] // Outlook's separator
    [InlineData("A <a@x.org> B <b@x.org>", "A|a@x.org;B|b@x.org")] // comma missing
    [InlineData("Friends: a@x.org, Bob <b@x.org>; c@x.org", "|a@x.org;Bob|b@x.org;|c@x.org")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("=?utf-8?Q?J=C3=B6rg?= <j@x.org>", "Jörg|j@x.org")]
    [InlineData("=?utf-8?Q?J=C3=B6rg?=\n =?utf-8?Q?_M=C3=BCller?= <j@x.org>", "Jörg Müller|j@x.org")]
    [InlineData("\"=?utf-8?Q?M=C3=BCller=2C_J=C3=B6rg?=\" <j@x.org>", "Müller, Jörg|j@x.org")] // in quotes, against RFC 2047
    [InlineData("=?utf-8?Q?J=C3=B6rg_=3Cj=40x.org=3E?=", "Jörg|j@x.org")] // all in one word
    [InlineData("=?utf-8?Q?ceo=40bank.org?= <thief@x.org>", "ceo@bank.org|thief@x.org")] // a name is never an address
    [InlineData("\"ceo@bank.org\" <thief@x.org>", "ceo@bank.org|thief@x.org")]
    [InlineData("ceo@bank.org <thief@x.org>", "ceo@bank.org|thief@x.org")]
    [InlineData("Jörg Müller <j@x.org>", "Jörg Müller|j@x.org")]
    [InlineData("'John' <john@x.org>", "John|john@x.org")]
    [InlineData("\"john doe\"@x.org", "|\"john doe\"@x.org")]
    [InlineData("<@a.org,@b.org:john@x.org>", "|john@x.org")]
    [InlineData("John <<john@x.org>>", "John|john@x.org")]
    [InlineData("John <mailto:john@x.org>", "John|john@x.org")]
    [InlineData("John < john @ x.org >", "John|john@x.org")]
    [InlineData("john @ x.org", "|john@x.org")]
    [InlineData("John <john@x.org, jane@x.org", "John|john@x.org;|jane@x.org")] // bracket never closed
    [InlineData("\"John <john@x.org>", "John|john@x.org")] // quote never closed
    [InlineData("John (the <john@x.org>", "John (the|john@x.org")] // comment never closed
    [InlineData("MAILER-DAEMON", "|MAILER-DAEMON")]
    [InlineData("a@x.org, localrecipient", "|a@x.org;|localrecipient")]
    [InlineData("John Doe", "")]
    [InlineData("<>", "")]
    [InlineData(",;:<>()@", "")]
    public void Address_lists_are_read_as_people_and_programs_write_them(string raw, string expected)
    {
        var found = Mails.With("To: " + raw).To;
        Assert.Equal(expected, string.Join(';', found.Select(a => $"{a.Name}|{a.Address}")));
    }

    [Fact]
    public void Fields_that_stand_twice_are_merged()
    {
        var mail = Mails.Read("Cc: a@x.org\nCc: b@x.org\nSender: s@x.org\nReply-To: r@x.org\nFrom: \n\n");
        Assert.Equal(["a@x.org", "b@x.org"], mail.Cc.Select(a => a.Address));
        Assert.Equal("s@x.org", Assert.Single(mail.Sender).Address);
        Assert.Equal("r@x.org", Assert.Single(mail.ReplyTo).Address);
        Assert.Empty(mail.From);
    }

    [Fact]
    public void More_than_a_thousand_addresses_are_cut_and_said_so()
    {
        var mail = Mails.With("To: " + string.Join(",\n ", Enumerable.Range(0, 1200).Select(i => $"a{i}@x.org")));
        Assert.Equal(1000, mail.To.Count);
        Assert.Equal(["addresses-cut"], mail.Defects);
        Assert.Empty(Mails.With("To: " + string.Join(",\n ", Enumerable.Range(0, 1000).Select(i => $"a{i}@x.org"))).Defects);
    }

    [Fact]
    public void An_address_has_a_local_part_and_a_domain()
    {
        var address = new MailAddress("John", "John.Doe@Example.ORG");
        Assert.Equal(("John.Doe", "example.org"), (address.Local, address.Domain));
        var local = new MailAddress(null, "MAILER-DAEMON");
        Assert.Equal(("MAILER-DAEMON", ""), (local.Local, local.Domain));
    }
}
