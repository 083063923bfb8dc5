using System.Security.Cryptography;

namespace Hub.Agents;

/// <summary>Passwords that Hub makes up.</summary>
internal static class Passwords
{
    // Thirty-one characters, none of which is taken for another: no i, l, o, 0 or 1.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A random password of about 99 bits, in groups that are easy to read aloud: <c>k7mqp-x3wtn-9fbrd-hc2vy</c>.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
