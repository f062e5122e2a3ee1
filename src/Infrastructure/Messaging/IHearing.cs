namespace Satcom.Infrastructure.Messaging;

/// <summary>Whether a node may rely on being told. What is known by heart is good for as long as whoever changes it would have been heard.</summary>
internal interface IHearing
{
    /// <summary>For how long messages of some node may have failed to arrive: since the latest beacon of this node's own that came back, or since the node was last heard that has been silent for longest. Endless before the first.</summary>
    TimeSpan UnprovenFor { get; }

    /// <summary>The clock's timestamp of the moment from which messages arrive; what was known before it, nobody was told about.</summary>
    long ListeningSince { get; }
}
