using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Says in a sentence why something was found.</summary>
public interface IFindingTexts
{
    /// <summary>The sentence, in the language of the request; outside one in the company's.</summary>
    /// <param name="facts">The finding's.</param>
    string Why(AnomalyKind kind, IReadOnlyDictionary<string, string> facts);

    /// <summary>That a finding no longer holds, in the same language.</summary>
    string Cleared { get; }
}
