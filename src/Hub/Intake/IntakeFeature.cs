namespace Hub.Intake;

/// <summary>The door in.</summary>
public static class IntakeFeature
{
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<FullPath>();
        builder.Services.AddSingleton<Intake>();
    }
}
