namespace Satcom.Bench.Setup;

/// <summary>The people of the bench's one company: mostly employees, one of HR, a few who sign in with a password.</summary>
internal sealed class Crowd
{
    public const string Slug = "bench";
    public const string TimeZone = "Asia/Dubai";
    public const string Password = "bench password of nobody";
    public const int LoginPeople = 16;

    private const int PeoplePerManager = 20;

    private Crowd(Guid tenantId, Person hr, IReadOnlyList<Person> employees)
    {
        TenantId = tenantId;
        Hr = hr;
        Employees = employees;
    }

    public Guid TenantId { get; }

    /// <summary>Sees everybody's days.</summary>
    public Person Hr { get; }

    public IReadOnlyList<Person> Employees { get; }

    public IEnumerable<Person> Everybody => Employees.Prepend(Hr);

    public static Crowd Of(int employees, TimeProvider time)
    {
        Guid New() => Guid.CreateVersion7(time.GetUtcNow());
        var hr = new Person(New(), New(), "hr@bench.test", "hr", null);
        var people = new List<Person>(employees);
        for (var i = 0; i < employees; i++)
        {
            people.Add(new Person(New(), New(), FormattableString.Invariant($"e{i}@bench.test"), "employee", i == 0 ? null : people[i / PeoplePerManager].Id));
        }

        return new Crowd(New(), hr, people);
    }
}

/// <summary>One person with a session that is open.</summary>
internal sealed record Person(Guid Id, Guid SessionId, string Email, string Role, Guid? ManagerId);
