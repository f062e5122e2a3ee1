using Npgsql;
using Satcom.Infrastructure.Persistence;

namespace Satcom.IntegrationTests.Persistence;

/// <summary>What a database says that has no room for more just now, and what is a fault of ours.</summary>
public sealed class DatabaseFaultsTests
{
    [Theory]
    [InlineData("53000", true)]
    [InlineData("53100", true)]
    [InlineData("53200", true)]
    [InlineData("53300", true)]
    [InlineData("57014", true)]
    [InlineData("57P01", true)]
    [InlineData("08006", true)]
    [InlineData("42601", false)]
    [InlineData("23505", false)]
    public void F28_Fault_OfTheDatabase_IsToBeTriedAgainWhereItHasNoRoom(string state, bool isUnavailable) =>
        DatabaseFaults.IsDatabaseUnavailable(new InvalidOperationException("wrapped", new PostgresException("said", "ERROR", "ERROR", state))).ShouldBe(isUnavailable);
}
