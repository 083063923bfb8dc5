using System.Globalization;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class LimitsTests
{
    private static string Nested(int depth)
    {
        var mail = new StringBuilder();
        for (var i = 0; i < depth; i++) mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
        mail.Append("\ninnermost\n");
        for (var i = depth - 1; i >= 0; i--) mail.Append(CultureInfo.InvariantCulture, $"--b{i}--\n");
        return mail.ToString();
    }

    [Fact]
    public void Below_depth_32_a_part_is_one_opaque_attachment()
    {
        Assert.Equal("innermost", Mails.Read(Nested(32)).TextBody);
        var mail = Mails.Read(Nested(40));
        Assert.Null(mail.TextBody);
        var opaque = Assert.Single(mail.Attachments);
        Assert.True(opaque.ContentType.IsMultipart);
        Assert.Contains("innermost", Encoding.UTF8.GetString(opaque.Decode()), StringComparison.Ordinal);
        Assert.Contains("depth-exceeded", mail.Defects);
    }

    [Fact]
    public void Mails_within_mails_are_read_to_the_same_depth()
    {
        var raw = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 100));
        var mail = Mails.Read(raw + "Subject: innermost");
        var depth = 0;
        for (; mail.Attachments is [var part]; depth++)
        {
            if (part.ReadMessage() is not { } inner) break;
            mail = inner;
        }
        Assert.Equal(32, depth);
    }

    [Fact]
    public void The_thousandth_part_takes_the_rest()
    {
        var mail = Mails.Read("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"--b\nContent-Type: image/png\n\n{i}\n")) + "--b--");
        Assert.Equal(1000, mail.Attachments.Count);
        Assert.Equal("998", mail.Attachments[998].Text());
        Assert.EndsWith("2999\r\n--b--", mail.Attachments[999].Text(), StringComparison.Ordinal);
        Assert.Equal(["parts-too-many"], mail.Defects);
    }

    [Fact]
    public void A_header_line_ends_at_100_kB()
    {
        var mail = Mails.Read($"Subject: {new string('a', 200_000)}\nX: y\n\ntext");
        Assert.InRange(mail.Subject.Length, 100_000, 102_400);
        Assert.Equal(("y", "text"), (mail.Header("X")!.Value, mail.TextBody));
        Assert.Equal(["header-line-too-long"], mail.Defects);
    }

    [Fact]
    public void Headers_end_at_1_MB_and_the_text_is_still_read()
    {
        var mail = Mails.Read("Subject: first\n" + string.Concat(Enumerable.Repeat($"X: {new string('a', 50_000)}\n", 30)) + "To: late@x.org\n\ntext");
        Assert.Equal(("first", "text"), (mail.Subject, mail.TextBody));
        Assert.Empty(mail.To);
        Assert.InRange(mail.Headers.Sum(h => h.Bytes.Length), 900_000, 1024 * 1024);
        Assert.Equal(["headers-too-large"], mail.Defects);
    }

    [Fact]
    public void Header_fields_end_at_2000()
    {
        var mail = Mails.Read(string.Concat(Enumerable.Repeat("X: y\n", 5000)) + "\ntext");
        Assert.Equal((2000, "text"), (mail.Headers.Count, mail.TextBody));
        Assert.Equal(["headers-too-many"], mail.Defects);
    }

    [Fact]
    public void Identifiers_that_fit_in_no_line_are_left_out()
    {
        var mail = Mails.Read($"Message-ID: <{new string('a', 5000)}@x>\nFrom: <{new string('a', 5000)}@x.org>, b@x.org\n\n");
        Assert.Null(mail.MessageId);
        Assert.Equal("b@x.org", Assert.Single(mail.From).Address);
        Assert.Equal(["address-unreadable", "message-id-unreadable"], mail.Defects);
    }
}
