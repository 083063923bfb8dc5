using System.Text;

namespace Hub.Bench.Data;

/// <summary>What customers and agents of a shop write, in English and French.</summary>
internal static class Texts
{
    private static readonly string[] things = ["lamp", "oak table", "desk chair", "kettle", "rug", "mirror", "bookshelf", "garden bench", "sofa", "wall clock"];
    private static readonly string[] choses = ["lampe", "table en chêne", "chaise de bureau", "bouilloire", "tapis", "miroir", "étagère", "banc de jardin", "canapé", "horloge murale"];

    private static readonly string[] english =
    [
        "I ordered the {0} two weeks ago and it has not arrived yet.", "The tracking page still says that order {1} is being prepared.", "Could you please tell me when it will be sent?",
        "One leg of the {0} is scratched, I have attached a picture.", "I would like to return it and get my money back.", "Does the {0} also come in white?", "Thank you for your quick answer!",
        "My new address is 14 Mill Lane, Bath.", "The invoice shows the wrong company name.", "I have tried it twice and the payment failed both times.", "Is there a discount for orders of more than ten?",
        "The parcel was left at a neighbour whom I do not know.", "Please cancel order {1}, I found it elsewhere.", "How long is the guarantee on the {0}?", "I am very disappointed, this is the third time.",
    ];
    private static readonly string[] french =
    [
        "J'ai commandé la {0} il y a deux semaines et elle n'est toujours pas arrivée.", "La page de suivi dit encore que la commande {1} est en préparation.", "Pourriez-vous me dire quand elle sera expédiée ?",
        "Un pied est rayé, voici une photo.", "Je souhaite la renvoyer et être remboursé.", "Est-ce que la {0} existe aussi en blanc ?", "Merci pour votre réponse rapide !",
        "Ma nouvelle adresse : 14 rue des Moulins, Lyon.", "La facture porte le mauvais nom de société.", "J'ai essayé deux fois et le paiement a échoué les deux fois.", "Y a-t-il une remise à partir de dix pièces ?",
        "Le colis a été déposé chez un voisin que je ne connais pas.", "Merci d'annuler la commande {1}, je l'ai trouvée ailleurs.", "Combien de temps dure la garantie ?", "Je suis très déçue, c'est la troisième fois.",
    ];
    private static readonly string[] answersEnglish =
    [
        "Hello, thank you for writing to us.", "I have asked the carrier; the parcel will be with you on Thursday.", "I am sorry for the trouble.", "The {0} leaves our house tomorrow.",
        "You will find the return label attached.", "We have refunded order {1}; it takes three to five days.", "The guarantee is two years.", "Is there anything else that I can do for you?",
    ];
    private static readonly string[] answersFrench =
    [
        "Bonjour, merci pour votre message.", "J'ai interrogé le transporteur ; le colis sera chez vous jeudi.", "Je suis désolé pour ce désagrément.", "Votre article part demain de notre entrepôt.",
        "Vous trouverez l'étiquette de retour en pièce jointe.", "Nous avons remboursé la commande {1} ; comptez trois à cinq jours.", "La garantie est de deux ans.", "Puis-je faire autre chose pour vous ?",
    ];
    private static readonly string[] subjects = ["Order {1}", "Where is my {0}?", "Returning the {0}", "Invoice {1}", "A question about the {0}"];
    private static readonly string[] sujets = ["Commande {1}", "Où est ma {0} ?", "Retour de la {0}", "Facture {1}", "Question sur la {0}"];
    private static readonly string[] firstNames = ["Anna", "Louis", "Camille", "Jack", "Emma", "Hugo", "Chloé", "Oliver", "Zoë", "Paul", "Léa", "Grace", "Inès", "Tom", "Manon", "Ravi", "Élise", "Karim", "Nora", "Jules"];
    private static readonly string[] lastNames = ["Keller", "Martin", "Dubois", "Smith", "Bernard", "Jones", "Petit", "Taylor", "Moreau", "Brown", "Lefèvre", "Patel", "Garcia", "Wilson", "Roux", "Nguyen", "Fournier", "Evans", "Girard", "Clark"];

    public static string Name(Random random) => $"{Pick(random, firstNames)} {Pick(random, lastNames)}";

    public static string Subject(Random random, bool isFrench) =>
        Filled(Pick(random, isFrench ? sujets : subjects), random, isFrench);

    /// <summary>One to so many sentences.</summary>
    public static string Said(Random random, bool isFrench, bool byAgent, int most)
    {
        var sentences = (isFrench, byAgent) switch { (true, true) => answersFrench, (true, false) => french, (false, true) => answersEnglish, _ => english };
        var text = new StringBuilder(Filled(Pick(random, sentences), random, isFrench));
        for (var more = random.Next(most); more > 0; more--) text.Append(' ').Append(Filled(Pick(random, sentences), random, isFrench));
        return text.ToString();
    }

    private static string Filled(string sentence, Random random, bool isFrench) =>
        sentence.Replace("{0}", Pick(random, isFrench ? choses : things), StringComparison.Ordinal).Replace("{1}", $"2026-{random.Next(100_000, 999_999)}", StringComparison.Ordinal);

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
