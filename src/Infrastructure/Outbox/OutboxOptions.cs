namespace Satcom.Infrastructure.Outbox;

/// <summary>How events are delivered.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Satcom:Outbox";

    /// <summary>Seconds that an event's handlers may take together; longer is a failed attempt.</summary>
    public int DeliverySeconds { get; set; } = 30;

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Fault() => DeliverySeconds is < 1 or > 600 ? $"{Section}:DeliverySeconds must lie in 1..600." : null;
}
