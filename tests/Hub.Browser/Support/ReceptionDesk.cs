using System.Net;
using System.Text.Json;

namespace Hub.Browser.Support;

/// <summary>What a site asks, promises and shows, as its administrator sets it.</summary>
public sealed class ReceptionDesk(Tests.Support.Browser administrator, long site)
{
    /// <summary>One question of each kind that has a control of its own.</summary>
    public static object Form { get; } = new
    {
        when = "always",
        fields = new object[]
        {
            new { key = "email", kind = "email", required = false },
            new
            {
                key = "topic",
                kind = "topic",
                required = true,
                labels = new { en = "What is it about?", fr = "De quoi s’agit-il ?" },
                options = new[] { new { key = "delivery", labels = new { en = "A delivery", fr = "Une livraison" } }, new { key = "repair", labels = new { en = "A repair", fr = "Une réparation" } } },
            },
            new { key = "order", kind = "text", required = false, labels = new { en = "Number of the order", fr = "Numéro de commande" } },
            new { key = "call", kind = "check", required = false, labels = new { en = "You may call me", fr = "Vous pouvez m’appeler" } },
        },
    };

    public static object Consent { get; } = new { en = "I agree that my words are kept to answer me.", fr = "J’accepte que mes messages soient conservés pour me répondre." };

    /// <summary>Hours that are over for today, whatever the time is.</summary>
    public static object Over(DateTimeOffset now) =>
        new { zone = "UTC", week = Enumerable.Range(0, 7).Select(day => day == ((int)now.AddDays(2).DayOfWeek + 6) % 7 ? new[] { "09:00-17:00" } : []).ToArray() };

    public Task<JsonElement> SetAsync(object reception) => administrator.SendAsync(HttpMethod.Put, $"/api/v1/sites/{site}/reception", reception).ExpectAsync(HttpStatusCode.OK);

    /// <summary>Takes the site out of service, or back.</summary>
    public Task<JsonElement> SwitchAsync(bool on) => administrator.PatchAsync($"/api/v1/sites/{site}", new { enabled = on }).ExpectAsync(HttpStatusCode.OK);
}
