namespace Hub.Tests.Support;

public sealed partial class Postman
{
    public Postman(HubApp hub) : this(hub.LmtpPort) { }
}
