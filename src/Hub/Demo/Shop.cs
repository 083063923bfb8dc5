namespace Hub.Demo;

/// <summary>The two web sites.</summary>
internal static class Shop
{
    public static string NameOf(string language) => language is "fr" ? "Boutique aubelune.example" : "Shop aubelune.example";

    /// <summary>The page on which somebody opens the chat.</summary>
    public static string Page(string language, Product product) => $"https://www.{Company.Domain}/{(language is "fr" ? "fr" : "en")}/{product.Page}";
}
