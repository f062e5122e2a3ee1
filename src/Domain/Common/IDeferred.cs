namespace Satcom.Domain.Common;

/// <summary>An event that waits for a moment before it is delivered.</summary>
public interface IDeferred
{
    /// <summary>Not before this moment; null where at once.</summary>
    DateTimeOffset? NotBefore { get; }
}
