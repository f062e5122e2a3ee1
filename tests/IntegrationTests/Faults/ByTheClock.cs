namespace Satcom.IntegrationTests.Faults;

/// <summary>Tests of how a service does under a load or through a fall. They run one after the other, and when no other test does: beside others they would measure the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ByTheClock
{
    public const string Name = "by the clock";
}
