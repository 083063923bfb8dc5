namespace Hub.Demo;

/// <summary>Names and places, written by hand; whoever bears one of them bears it by chance.</summary>
internal static class Names
{
    public static readonly string[] FrenchWomen = [.. Words("Camille Élodie Sophie Marion Béatrice Nathalie Aurélie Chloé Inès Mathilde Sandrine Hélène Lucie Margaux Fatima Agnès Pauline Sylvie Véronique Anaïs Justine Solène Capucine Odile Karima Laurence Delphine Estelle Gaëlle Noémie Ségolène Yasmine Brigitte Clémence Emmanuelle")];
    public static readonly string[] FrenchMen = [.. Words("Julien Thomas Nicolas Antoine Mehdi Olivier Laurent Baptiste Guillaume Rémi Quentin Étienne Christophe Jérôme Maxime Fabien Karim Sébastien Arnaud Vincent Damien Philippe Gaspard Yann Benoît Loïc Alain Bertrand Cédric Hugo Marc Ludovic Samir Thibault Pascal")];
    public static readonly string[] FrenchNames = [.. Words("Lefèvre Marchand Roussel Gauthier Perrin Morel Chevallier Colin Bourgeois Renard Aubert Lemoine Carpentier Guérin Barbier Poirier Delattre Vasseur Legrand Mercier Besson Hamon Le_Gall Kerbrat Fontaine Brunet Da_Silva Haddad Benhamou Traoré Nguyen Charpentier Picard Delmas Sabatier Cazenave Etcheverry Bonnaud Tessier Rolland Maillard Jacquet Prévost Guichard Lacombe Boulanger Verdier Castel Weiss Klein Meunier Huet Pasquier Collet")];
    public static readonly string[] BelgianNames = [.. Words("Peeters Janssens Maes Lambert Dubois Claes Wouters De_Smet Vandenberghe Lejeune Dumont Goossens Van_Damme Leclercq Hermans Thys")];
    public static readonly string[] BritishWomen = [.. Words("Emily Charlotte Alice Harriet Priya Fiona Megan Rosie Eleanor Siobhan Gemma Abigail Beatrice Zoe Amara Catherine Isla Judith Naomi Philippa Rhiannon Tessa")];
    public static readonly string[] BritishMen = [.. Words("Oliver James Callum Rajesh Edward Simon Rhys Daniel Gareth Alistair Ben Christopher Duncan Kwame Leo Martin Nathan Owen Patrick Stuart Will Graham")];
    public static readonly string[] BritishNames = [.. Words("Carter Whitfield Patel O'Connor Hughes Sinclair Bennett Fletcher Okafor Marlowe Griffiths Stewart Holloway Pritchard Ahmed Lawson Redfern Coleman Thornton Baxter Doyle Fairbairn Goodwin Hargreaves Ingham Kendall Lister Mackenzie Norris Osborne Pemberton Quigley Rowntree Shah Tuckwell Underhill Vaughan Winterbourne")];
    public static readonly string[] GermanWomen = [.. Words("Katharina Sabine Julia Anke Friederike Lena Monika Svenja Hannah Ulrike")];
    public static readonly string[] GermanMen = [.. Words("Stefan Matthias Jürgen Felix Tobias Hendrik Markus Lukas Rainer Philipp")];
    public static readonly string[] GermanNames = [.. Words("Weber Schneider Hoffmann Krüger Brandt Vogel Lindner Baumann Kessler Öztürk Seidel Winkler Petersen Hartmann")];

    public static readonly (string Country, string[] Towns)[] Places =
    [
        ("fr", ["Lille", "Roubaix", "Nantes", "Lyon", "Rennes", "Bordeaux", "Toulouse", "Strasbourg", "Annecy", "Angers", "Dijon", "Brest", "Tours", "Grenoble", "Rouen", "Montreuil", "Paris", "Vannes", "Nîmes", "La Rochelle", "Metz", "Clermont-Ferrand", "Amiens", "Reims", "Pau", "Besançon", "Quimper", "Arras"]),
        ("be", ["Bruxelles", "Liège", "Namur", "Mons", "Tournai", "Ixelles", "Louvain-la-Neuve"]),
        ("gb", ["Leeds", "Bristol", "Edinburgh", "Brighton", "York", "Sheffield", "Bath", "Norwich", "Cardiff", "Manchester", "Oxford", "Glasgow", "Exeter", "Canterbury", "Newcastle", "London", "Hebden Bridge", "Cambridge"]),
        ("de", ["Köln", "Freiburg", "Hamburg", "Leipzig", "Münster", "Aachen", "Bremen"]),
    ];

    public static readonly string[] FrenchStreets = ["rue des Tanneurs", "rue de la Paix", "avenue Jean-Jaurès", "rue du Four à chaux", "impasse des Lilas", "boulevard Carnot", "rue Pasteur", "chemin des Vignes", "quai de la Fosse", "place du Marché", "rue des Carmes", "allée des Tilleuls", "rue Sainte-Anne", "route de la Plage"];
    public static readonly string[] BritishStreets = ["Mill Lane", "Station Road", "Albert Terrace", "Church Street", "The Crescent", "Orchard Close", "Victoria Road", "Kiln Row", "Park Avenue", "Quay Street", "Elm Grove"];
    public static readonly string[] GermanStreets = ["Lindenstraße", "Gartenweg", "Am Markt", "Schillerstraße", "Mühlenweg"];

    public static readonly string[] FrenchFirms = ["Studio Roche & Weil", "Cabinet Tessier", "Hôtel des Remparts", "Atelier Quatre Mains", "SARL Les Tilleuls", "Brasserie du Canal", "Agence Nord-Nord-Est", "Maison médicale des Carmes", "Librairie La Page blanche", "Gîtes du Marais"];
    public static readonly string[] BritishFirms = ["Hartwell Interiors", "The Copper Kettle Café", "Fairbairn & Lowe Architects", "Greenway Dental", "Rookery Guest House", "Plum & Ink Studio", "Northgate Clinic"];
    public static readonly string[] GermanFirms = ["Praxis am Stadtgarten", "Planungsbüro Kessler", "Café Morgenrot"];

    public static readonly Dictionary<string, string[]> MailHosts = new()
    {
        ["fr"] = ["courriel.example", "poste-fr.example", "messagerie.example", "boite.example", "hibou.example"],
        ["be"] = ["courriel-be.example", "messagerie.example"],
        ["gb"] = ["mail.example", "post-uk.example", "inbox.example", "heron.example"],
        ["de"] = ["briefkasten.example", "post-de.example"],
    };

    /// <summary>In a list of words a low line stands for the blank within a name.</summary>
    private static IEnumerable<string> Words(string list) => list.Split(' ').Select(w => w.Replace('_', ' '));
}
