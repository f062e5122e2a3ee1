using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;

namespace Satcom.Domain.UnitTests.Attendance.Geofence;

/// <summary>Fences. One degree of latitude is 111,195 metres.</summary>
public sealed class GeofencePolicyTests
{
    private const double Degree = 111_195.08;

    private static readonly GeoPoint Place = new(25.2, 55.3);

    private static readonly GeofencePolicy Policy = new()
    {
        IsOn = true,
        AccuracyCapMeters = 100,
        CoarseAboveMeters = 500,
        Modes = new Dictionary<WorkMode, FenceAction> { [WorkMode.Office] = FenceAction.Refuse, [WorkMode.ClientSite] = FenceAction.Record },
    };

    [Theory]
    [InlineData(25.2, 55.3, 25.2, 55.3, 0)]
    [InlineData(52.5163, 13.3777, 48.8583, 2.2945, 878_000)] // Brandenburg Gate to Eiffel Tower
    [InlineData(0, 179.5, 0, -179.5, 111_195)] // over the date line
    [InlineData(90, 0, -90, 0, 20_015_115)] // from pole to pole
    public void MetersTo_OfKnownPlaces_IsTheirDistance(double latitude, double longitude, double otherLatitude, double otherLongitude, double meters) =>
        new GeoPoint(latitude, longitude).MetersTo(new GeoPoint(otherLatitude, otherLongitude)).ShouldBe(meters, Math.Max(1, meters / 500));

    [Fact]
    public void MetersTo_OfAnyTwoPoints_IsTheSameBothWaysAndAtMostHalfTheEarth() => Prop.ForAll<int, int>((a, b) =>
    {
        var (one, other) = (Point(a), Point(b));
        return Math.Abs(one.MetersTo(other) - other.MetersTo(one)) < 0.01 && one.MetersTo(other) is >= 0 and <= 20_015_116 && one.MetersTo(one) < 0.01;

        static GeoPoint Point(int seed) => new((Math.Abs((long)seed * 7919) % 18_001 / 100.0) - 90, (Math.Abs((long)seed * 104_729) % 36_001 / 100.0) - 180);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(149, 0, FenceResult.Inside)]
    [InlineData(160, 5, FenceResult.Outside)]
    [InlineData(160, 11, FenceResult.Inside)]
    [InlineData(249, 100, FenceResult.Inside)]
    [InlineData(260, 400, FenceResult.Outside)] // no more than the cap speaks for the person
    [InlineData(260, 501, FenceResult.Uncertain)]
    [InlineData(0, 501, FenceResult.Uncertain)]
    public void R27_Judge_OfAFix_CountsItsAccuracyUpToTheCap(double distance, double accuracy, FenceResult expected)
    {
        var (verdict, refusal) = Policy.Judge(WorkMode.Office, Away(distance, accuracy), [Office(1, 0, 150)]);

        verdict!.Result.ShouldBe(expected);
        verdict.DistanceMeters.ShouldBe((int)distance);
        (refusal is OutsideFence).ShouldBe(expected == FenceResult.Outside);
        verdict.IsFailure.ShouldBe(expected == FenceResult.Outside);
    }

    [Fact]
    public void R27_Judge_WithSeveralOffices_TakesTheNearestFence()
    {
        var (narrow, wide) = (Office(1, 200, 50), Office(2, 900, 1000));

        var (verdict, refusal) = Policy.Judge(WorkMode.Office, Away(0, 10), [narrow, wide]);

        (verdict!.Result, verdict.OfficeId, verdict.DistanceMeters, refusal).ShouldBe((FenceResult.Inside, wide.Id, 900, null));
        Policy.Judge(WorkMode.Office, Away(5000, 10), [narrow, wide]).Verdict!.OfficeId.ShouldBe(wide.Id);
    }

    [Fact]
    public void R27_Judge_OfAFixThatProvesNothing_IsUncertainAndNoFailure()
    {
        Policy.Judge(WorkMode.Office, Away(0, 5) with { IsMock = true }, [Office(1, 0, 150)]).ShouldSatisfyAllConditions(
            j => j.Verdict!.Result.ShouldBe(FenceResult.Uncertain), j => j.Refusal.ShouldBeNull());
        Policy.Judge(WorkMode.Office, Away(0, 5), []).Verdict.ShouldBe(new FenceVerdict(FenceResult.Uncertain, FenceAction.Refuse, null, null, Away(0, 5)));
    }

    [Theory]
    [InlineData(WorkMode.Remote)]
    [InlineData(WorkMode.Field)]
    public void R28_Judge_OfAModeThatIsNotNamed_AsksForNothingAndStoresNothing(WorkMode mode)
    {
        Policy.Judge(mode, fix: null, [Office(1, 0, 150)]).ShouldBe((null, null));
        Policy.Judge(mode, Away(0, 5), [Office(1, 0, 150)]).ShouldBe((null, null));
        (Policy with { IsOn = false }).Judge(WorkMode.Office, Away(0, 5), [Office(1, 0, 150)]).ShouldBe((null, null));
        (Policy with { IsOn = false }).Judge(WorkMode.Office, fix: null, []).ShouldBe((null, null));
    }

    [Fact]
    public void R28_Judge_WithoutAPlace_IsRefusedOnlyWhereTheModeRefuses()
    {
        Policy.Judge(WorkMode.Office, fix: null, [Office(1, 0, 150)]).Refusal.ShouldBeOfType<LocationRequired>();
        var (verdict, refusal) = Policy.Judge(WorkMode.ClientSite, fix: null, [Office(1, 0, 150)]);
        (verdict, refusal).ShouldBe((new FenceVerdict(FenceResult.NotProvided, FenceAction.Record, null, null, null), null));
        Policy.Judge(WorkMode.ClientSite, Away(5000, 5), [Office(1, 0, 150)]).ShouldSatisfyAllConditions(j => j.Verdict!.IsFailure.ShouldBeTrue(), j => j.Refusal.ShouldBeNull());
    }

    [Fact]
    public void PurgeBefore_IsTheDaysOfThePolicyAgo() => Policy.PurgeBefore(Taps.Eight).ShouldBe(Taps.Eight.AddDays(-90));

    private static GeoFix Away(double meters, double accuracy) => new(new GeoPoint(Place.Latitude + (meters / Degree), Place.Longitude), accuracy);

    private static Office Office(int id, double north, int radius) =>
        new(Taps.Tenant, new Guid(id, 0, 0, new byte[8]), "Office", new GeoPoint(Place.Latitude + (north / Degree), Place.Longitude), radius, "Asia/Dubai");
}
