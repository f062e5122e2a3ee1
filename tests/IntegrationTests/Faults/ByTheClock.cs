namespace Satcom.IntegrationTests.Faults;

/// <summary>Tests that judge by the clock how long somebody waited. They run one after the other, and when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ByTheClock
{
    public const string Name = "by the clock";
}
