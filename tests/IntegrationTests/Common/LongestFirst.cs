using Satcom.IntegrationTests.Access;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Pages;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.Imports;
using Satcom.IntegrationTests.Isolation;
using Satcom.IntegrationTests.Notifications;
using Satcom.IntegrationTests.Presence;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Satcom.IntegrationTests.Common;

/// <summary>
/// Begins with the classes that take longest, so that both cores have work until the end: a minute of tests that begins last is a minute
/// in which nothing else runs. The others follow by name, in the same order on every machine.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        Floods.Name, NameOf<CrossTenantMatrixTests>(), PagesTogether.Name, NameOf<KeyRolloverTests>(), NameOf<RequestRulesTests>(),
        NameOf<DispatchTests>(), NameOf<BadInputTests>(), NameOf<DumpTests>(), NameOf<PermissionTests>(), NameOf<ImportTests>(), NameOf<CanaryTests>(),
        NameOf<RollingRestartTests>(), NameOf<HubLimitTests>(), NameOf<ShutdownTests>(), NameOf<HubPresenceTests>(), NameOf<FieldTests>(),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Rank(c.TestCollectionDisplayName)).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Rank(string name)
    {
        var rank = Array.FindIndex(Long, one => name.Contains(one, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }

    private static string NameOf<T>() => typeof(T).FullName!;
}
