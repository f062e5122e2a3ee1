using Satcom.IntegrationTests.Common;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(ByName))]

namespace Satcom.IntegrationTests.Common;

/// <summary>The tests of a class, by name. Left to itself their order hangs on where the checkout lies, so that a test which spoils the next one's host is seen on some machines alone.</summary>
public sealed class ByName : ITestCaseOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(c => c.TestCaseDisplayName, StringComparer.Ordinal)];
}
