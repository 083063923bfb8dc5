using System.Globalization;

namespace Hub.Demo;

/// <summary>How letters begin and end, and how mail programs quote.</summary>
internal static class Manners
{
    private static readonly Dictionary<string, string[]> hellos = new()
    {
        ["fr"] = ["Bonjour,", "Bonjour,", "Madame, Monsieur,", "Bonjour à toute l'équipe,", "Bonjour,", "Bonsoir,", ""],
        ["en"] = ["Hello,", "Hi,", "Dear Sir or Madam,", "Good morning,", "Hi there,", "Dear all,", ""],
        ["de"] = ["Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,"],
    };

    private static readonly Dictionary<string, string[]> byes = new()
    {
        ["fr"] = ["Cordialement,\n{full}", "Bien cordialement,\n{full}", "Merci d'avance,\n{first}", "Bonne journée,\n{full}", "{full}", "Bien à vous,\n{first} {last}\n{phone}", "Salutations distinguées,\n{full}", "Merci\n{first}", "{full}\nEnvoyé de mon téléphone"],
        ["en"] = ["Kind regards,\n{full}", "Best wishes,\n{first}", "Many thanks,\n{full}", "Thanks,\n{first}", "{full}", "Regards,\n{full}\n{phone}", "All the best,\n{first} {last}", "{first}\n\nSent from my phone"],
        ["de"] = ["Mit freundlichen Grüßen\n{full}", "Viele Grüße\n{full}", "Beste Grüße\n{first} {last}"],
    };

    /// <summary>A customer's letter, as this customer writes letters.</summary>
    /// <param name="patron">Who.</param>
    /// <param name="language">Of the letter.</param>
    /// <param name="words">What they say.</param>
    /// <param name="agent">Who answered before; none: a first letter.</param>
    public static string OfCustomer(Patron patron, string language, string words, Colleague? agent)
    {
        var hello = agent is null ? hellos[language][patron.Habit % hellos[language].Length] : (language, patron.Habit % 4) switch
        {
            ("fr", 0) => $"Bonjour {agent.First},",
            ("fr", 1) => "Bonjour,",
            ("en", 0 or 1) => $"Hi {agent.First},",
            ("en", 2) => "Hello,",
            ("de", 0 or 1) => "Guten Tag,",
            _ => "",
        };
        var bye = agent is null || patron.Habit % 3 == 0 ? byes[language][patron.Habit / 7 % byes[language].Length] : patron.Habit % 3 == 1 ? "{first}" : "";
        bye = bye.Replace("{full}", patron.Full, StringComparison.Ordinal).Replace("{first}", patron.First, StringComparison.Ordinal)
            .Replace("{last}", patron.Last, StringComparison.Ordinal).Replace("{phone}", patron.Phone, StringComparison.Ordinal);
        if (patron.Firm is { } firm && agent is null) bye = $"{bye}\n\n-- \n{patron.Full}\n{firm}\n{patron.Street}, {patron.City}\n{patron.Phone}";
        // A letter in German goes on in lower case after the comma; ours are written that way.
        var body = hello.Length > 0 ? $"{hello}\n\n{words}" : char.ToUpperInvariant(words[0]) + words[1..];
        return bye.Length > 0 ? $"{body}\n\n{bye}" : body;
    }

    /// <summary>One of ours writes.</summary>
    public static string OfAgent(Colleague agent, Patron patron, string language, string words, bool first)
    {
        var hello = language switch
        {
            "fr" => first || agent.Manner is Manner.Long ? $"Bonjour {(patron.Female ? "Madame" : "Monsieur")} {patron.Last}," : agent.Manner is Manner.Terse ? "" : $"Bonjour {patron.First},",
            "de" => $"Guten Tag {(patron.Female ? "Frau" : "Herr")} {patron.Last},",
            _ => agent.Manner is Manner.Terse ? first ? $"Hello {patron.First}," : "" : $"Dear {patron.First},",
        };
        var bye = (language, agent.Manner) switch
        {
            ("fr", Manner.Long) => $"Je reste bien entendu à votre disposition, et vous souhaite une très belle journée.\n\nBien à vous,\n{agent.Name}",
            (_, Manner.Terse) => agent.First,
            ("fr", _) => agent.Female ? $"Belle journée,\n{agent.First}" : $"Bien à vous,\n{agent.First}",
            ("de", _) => $"Viele Grüße aus Lille\n{agent.First}",
            _ => $"Kind regards,\n{agent.First}",
        };
        return hello.Length > 0 ? $"{hello}\n\n{words}\n\n{bye}" : $"{words}\n\n{bye}";
    }

    /// <summary>What a mail program puts below an answer.</summary>
    public static string Quote(Patron patron, string language, Line answered, string mailbox, string subject, DateTimeOffset local)
    {
        var text = answered.Message.Text ?? "";
        var quoted = string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? ">" : $"> {l}"));
        var fr = CultureInfo.GetCultureInfo("fr-FR");
        var en = CultureInfo.GetCultureInfo("en-GB");
        return (language, patron.Habit % 3) switch
        {
            ("fr", 0) => $"\n\n-----Message d'origine-----\nDe : {Company.Name} <{mailbox}>\nEnvoyé : {local.ToString("dddd d MMMM yyyy HH:mm", fr)}\nÀ : {patron.Email}\nObjet : {subject}\n\n{text}",
            ("fr", _) => $"\n\nLe {local.ToString("ddd d MMM yyyy", fr)} à {local:HH:mm}, {Company.Name} <{mailbox}> a écrit :\n\n{quoted}",
            ("de", _) => $"\n\nAm {local:dd.MM.yyyy} um {local:HH:mm} schrieb {Company.Name} <{mailbox}>:\n\n{quoted}",
            (_, 0) => $"\n\n-----Original Message-----\nFrom: {Company.Name} <{mailbox}>\nSent: {local.ToString("dd MMMM yyyy HH:mm", en)}\nTo: {patron.Email}\nSubject: {subject}\n\n{text}",
            _ => $"\n\nOn {local.ToString("ddd, d MMM yyyy", en)} at {local:HH:mm}, {Company.Name} <{mailbox}> wrote:\n\n{quoted}",
        };
    }

    /// <summary>As this person types in a chat.</summary>
    public static string Typed(Patron patron, string words) => patron.Typing switch
    {
        Typing.Lower => Lowered(words),
        Typing.NoAccents => Bare(Lowered(words)),
        _ => words,
    };

    private static string Lowered(string words)
    {
        if (words.Length == 0) return words;
        var first = words.Length > 1 && char.IsUpper(words[1]) ? words : char.ToLowerInvariant(words[0]) + words[1..];
        return first.EndsWith('.') && !first.EndsWith("..", StringComparison.Ordinal) ? first[..^1] : first;
    }

    private static string Bare(string words)
    {
        var bare = new System.Text.StringBuilder(words.Length);
        foreach (var c in words.Normalize(System.Text.NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark || char.IsSurrogate(c)) bare.Append(c);
        return bare.ToString().Normalize(System.Text.NormalizationForm.FormC);
    }
}
