namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The people, things and times that the examples tell of, so that they fit together.</summary>
internal static class ExampleValues
{
    public static readonly Guid Tenant = Guid.Parse("0192f0c1-0000-7000-8000-000000000001");
    public static readonly Guid Employee = Guid.Parse("0192f0c1-0000-7000-8000-000000000002");
    public static readonly Guid Manager = Guid.Parse("0192f0c1-0000-7000-8000-000000000003");
    public static readonly Guid Hr = Guid.Parse("0192f0c1-0000-7000-8000-000000000004");
    public static readonly Guid Team = Guid.Parse("0192f0c1-0000-7000-8000-000000000005");
    public static readonly Guid Thing = Guid.Parse("0192f0c1-0000-7000-8000-000000000006");
    public static readonly Guid Office = Guid.Parse("0192f0c1-0000-7000-8000-000000000008");
    public static readonly Guid Shift = Guid.Parse("0192f0c1-0000-7000-8000-000000000009");
    public static readonly Guid Pattern = Guid.Parse("0192f0c1-0000-7000-8000-00000000000a");
    public static readonly Guid Calendar = Guid.Parse("0192f0c1-0000-7000-8000-00000000000b");
    public static readonly Guid Tap = Guid.Parse("0192f0c1-0000-7000-8000-000000000007");

    public const string EmployeeName = "Eman Yousef";
    public const string HrName = "Huda Nasser";

    public static readonly DateOnly Date = new(2026, 3, 2);

    public const string Cursor = "AQAAAAAAC0kzAZLwwQAAcACAAAAAAAAABg";

    /// <summary>An instant of the example's day, in UTC.</summary>
    public static DateTimeOffset At(int hour, int minute = 0) => new(Date, new TimeOnly(hour, minute), TimeSpan.Zero);
}
