using System.Text.RegularExpressions;
using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

public sealed partial class ErrorTests
{
    private static readonly IReadOnlyList<Error> All =
    [
        .. typeof(Error).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Error)) && !t.IsAbstract && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (Error)Activator.CreateInstance(t)!),
    ];

    [Fact]
    public void Codes_OfEveryError_AreSnakeCaseAndSaidOnce()
    {
        All.Count.ShouldBeGreaterThan(15);
        All.ShouldAllBe(e => SnakeCase().IsMatch(e.Code));
        All.Select(e => e.Code).Distinct(StringComparer.Ordinal).Count().ShouldBe(All.Count);
    }

    [Theory]
    [InlineData("already_checked_in", ErrorKind.Conflict)]
    [InlineData("not_checked_in", ErrorKind.Conflict)]
    [InlineData("break_already_open", ErrorKind.Conflict)]
    [InlineData("no_open_break", ErrorKind.Conflict)]
    [InlineData("event_in_future", ErrorKind.Unprocessable)]
    [InlineData("event_too_old", ErrorKind.Unprocessable)]
    [InlineData("event_out_of_order", ErrorKind.Unprocessable)]
    [InlineData("invalid_credentials", ErrorKind.Unauthenticated)]
    [InlineData("refresh_invalid", ErrorKind.Unauthenticated)]
    [InlineData("refresh_reused", ErrorKind.Unauthenticated)]
    [InlineData("unauthenticated", ErrorKind.Unauthenticated)]
    [InlineData("forbidden", ErrorKind.Forbidden)]
    [InlineData("tenant_mismatch", ErrorKind.Forbidden)]
    [InlineData("tenant_unknown", ErrorKind.NotFound)]
    [InlineData("not_found", ErrorKind.NotFound)]
    [InlineData("id_conflict", ErrorKind.Conflict)]
    [InlineData("version_mismatch", ErrorKind.VersionMismatch)]
    public void Codes_OfTheContract_HaveTheirKind(string code, ErrorKind kind) =>
        All.ShouldContain(e => string.Equals(e.Code, code, StringComparison.Ordinal) && e.Kind == kind);

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnakeCase();
}
