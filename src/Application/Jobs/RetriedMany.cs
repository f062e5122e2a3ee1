namespace Satcom.Application.Jobs;

/// <summary>What became of many that were to be sent again.</summary>
/// <param name="Retried">How many are sent again.</param>
/// <param name="MayBeMore">True when more fit: send the request again.</param>
public sealed record RetriedMany(int Retried, bool MayBeMore)
{
    /// <summary>So many at once: they are one transaction.</summary>
    internal const int Max = 200;
}
