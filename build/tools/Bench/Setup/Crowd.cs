namespace Satcom.Bench.Setup;

/// <summary>The people of the bench's one company: mostly employees, one of HR, a few who sign in with a password. The same number of people are the same people in every run.</summary>
internal sealed class Crowd
{
    public const string Slug = "bench";
    public const string TimeZone = "Asia/Dubai";
    public const string Password = "bench password of nobody";
    public const int LoginPeople = 16;
    public const int Teams = 40;

    private const int PeoplePerManager = 20;

    private Crowd(Person hr, IReadOnlyList<Person> employees)
    {
        Hr = hr;
        Employees = employees;
    }

    public Guid TenantId { get; } = BenchIds.Of(BenchIds.Tenant, 0);

    /// <summary>Sees everybody's days.</summary>
    public Person Hr { get; }

    public IReadOnlyList<Person> Employees { get; }

    public IEnumerable<Person> Everybody => Employees.Prepend(Hr);

    public static Crowd Of(int employees)
    {
        var hr = new Person(BenchIds.Of(BenchIds.Person, 0), BenchIds.Of(BenchIds.Session, 0), 0, "hr@bench.test", "hr", null);
        var people = new List<Person>(employees);
        for (var i = 0; i < employees; i++)
        {
            people.Add(new Person(
                BenchIds.Of(BenchIds.Person, i + 1), BenchIds.Of(BenchIds.Session, i + 1), i + 1, FormattableString.Invariant($"e{i}@bench.test"), "employee", i == 0 ? null : people[i / PeoplePerManager].Id));
        }

        return new Crowd(hr, people);
    }
}

/// <summary>One person with a session that is open.</summary>
/// <param name="Number">Counts the people; HR's is 0.</param>
internal sealed record Person(Guid Id, Guid SessionId, int Number, string Email, string Role, Guid? ManagerId);

/// <summary>Ids that come out the same in every run, so that what was seeded can be used again.</summary>
internal static class BenchIds
{
    public const int Tenant = 1;
    public const int Person = 2;
    public const int Session = 3;
    public const int Team = 4;
    public const int Office = 5;
    public const int Shift = 6;
    public const int Assignment = 7;
    public const int LeaveType = 8;
    public const int LeaveAccount = 9;
    public const int Leave = 10;

    /// <summary>Of something that there was before everything else.</summary>
    public static Guid Of(int kind, int number) => Of(DateTimeOffset.UnixEpoch.AddYears(50), ((ulong)kind << 32) | (uint)number);

    /// <summary>A UUIDv7 of that moment.</summary>
    /// <param name="rest">Tells it from the others of the moment; the upper bits go into the part behind the version.</param>
    public static Guid Of(DateTimeOffset at, ulong rest)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)at.ToUnixTimeMilliseconds() << 16) | 0x7000 | (rest >> 52));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (rest & 0x3FFF_FFFF_FFFF_FFFF));
        return new Guid(bytes, bigEndian: true);
    }
}
