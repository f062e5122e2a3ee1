namespace Satcom.IntegrationTests.Common;

/// <summary>Tests that call a service hundreds of times at once. They run beside others, one after the other: two of them would only measure the machine.</summary>
[CollectionDefinition(Name)]
public sealed class Floods
{
    public const string Name = "floods";
}
