namespace Satcom.Infrastructure.Messaging;

/// <summary>The bus's times and bounds; the defaults are meant for production, other values for tests.</summary>
internal sealed record NodeBusOptions
{
    /// <summary>The NOTIFY channel.</summary>
    public string Channel { get; init; } = "satcom_bus";

    /// <summary>How long messages gather before they are sent together.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>How often a node shows that it lives.</summary>
    public TimeSpan Beacon { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which a node counts as gone.</summary>
    public TimeSpan GoneAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Messages that may wait to be sent.</summary>
    public int Capacity { get; init; } = 8_192;

    /// <summary>The first pause before a new try; it doubles up to <see cref="MaxRetryDelay"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);
}
