import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { clientOf, problemOf, stranger, until } from './support/clients.mjs';
import { mailsTo } from './support/inbox.mjs';

// A month of Lina's, who guards a site at night, from her first shift to what payroll gets. She works five nights of seven, from 22:00 to 06:00 in
// Dubai, where the clocks never change. The site has no network: her phone keeps what she taps, and sends it at the month's end. The month is the
// 28 nights before the last one, so that on any day and at any hour it is over, and no older than the company lets such taps be.
const dubai = 4 * 3_600_000;
const dayMs = 86_400_000;
const now = Date.now();
const midnight = Math.floor((now + dubai) / dayMs) * dayMs - dubai; // Of today in Dubai.

/** The date on which the month's nth night begins, counted from zero. */
const night = (n) => new Date(midnight + dubai + (n - 29) * dayMs).toISOString().slice(0, 10);
/** An instant, so many hours after midnight of that date; 30 is six in the morning of the next. */
const at = (n, hours) => new Date(midnight + (n - 29) * dayMs + hours * 3_600_000).toISOString();
const [first, last, today] = [night(0), night(27), night(29)];

const isWorked = (n) => n % 7 < 5;
const [lateNight, lunchNight, forgottenNight, leaveNight] = [1, 2, 8, 14];
const shiftHours = 8;

/** What Lina does in one night: the hours of her taps. */
const taps = (n) => ({
  in: n === lateNight ? 22 + 1 / 3 : n === leaveNight ? 26 : 22,
  lunch: n === lunchNight ? [26, 26.5] : [],
  out: n === forgottenNight ? undefined : 30,
});
/** What she worked in it, in seconds. */
const worked = (n) => {
  const { in: from, lunch: [start = 0, end = 0], out = 30 } = taps(n);
  return Math.round((out - from - (end - start)) * 3600);
};
const nights = [...Array(28).keys()].filter(isWorked);
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** The rows of an export, by the names of their columns. No value here holds a comma. */
async function rowsOf(download) {
  const [header, ...lines] = (await (await download).content.text()).trim().split(/\r?\n/).map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header.map((name, index) => [name.replace(/^\uFEFF/, ''), line[index]])));
}

/** Somebody of a new company, who follows the link that was mailed to them. */
async function invited(email, tenant) {
  const own = 'lantern harbour walnut';
  const mail = await until('the invitation', async () => (await mailsTo(email)).at(-1));
  const satcom = stranger();
  await satcom.session.resetPassword(/[?]token=([^\s"<]+)/.exec(mail)[1], own);
  assert.equal((await satcom.login({ email, password: own, tenant })).kind, 'signedIn');
  return satcom;
}

test('Month_OfOneEmployee_AddsUpFromTheFirstTapToTheExports', async (t) => {
  const tenant = `month-${randomBytes(6).toString('hex')}`;
  const { tenancy } = await clientOf('platform', { company: 'satcom' });
  await tenancy.createTenant({ slug: tenant, name: 'Night Watch', locale: 'en', timeZone: 'Asia/Dubai', administrator: { email: `sara@${tenant}.test`, displayName: 'Sara Haddad' } });
  const sara = await invited(`sara@${tenant}.test`, tenant);
  await sara.tenancy.updateOwnTenant({ settings: { offlineToleranceSeconds: 30 * 24 * 3600 } });
  const { id: userId } = await sara.people.createUser({
    email: `lina@${tenant}.test`, displayName: 'Lina Saleh', roles: ['employee'], employee: { employeeCode: 'N-1', designation: 'Night guard' },
  });
  const lina = await invited(`lina@${tenant}.test`, tenant);

  await t.test('Sara plans five nights of seven', async () => {
    const shift = await sara.shifts.createShift({ name: 'Night', hours: { start: '22:00', end: '06:00', lunchSeconds: 0, lateGraceSeconds: 300 } });
    const pattern = await sara.shifts.createShiftPattern({ name: 'Five nights', slots: [0, 1, 2, 3, 4, 5, 6].map((n) => (isWorked(n) ? shift.id : null)) });
    await sara.shifts.assignShift({ userId, from: first, patternId: pattern.id, anchor: first });
  });

  await t.test('Lina takes the first half of a night off', async () => {
    const type = await sara.leaves.createLeaveType({ name: 'Annual leave', unit: 'halfDay' });
    await sara.leaves.adjustLeaveBalance({ userId, leaveTypeId: type.id, amount: 2, reason: 'Rest of last year', date: first });
    const request = await lina.leaves.requestLeave({ leaveTypeId: type.id, from: night(leaveNight), to: night(leaveNight), portion: 'am', reason: 'School' });
    await problemOf(lina.leaves.approveLeave(request), 'forbidden');
    assert.equal((await sara.leaves.approveLeave(request, { note: 'Until two.' })).status, 'approved');
    const [balance] = await lina.leaves.listLeaveBalances().take(5);
    assert.deepEqual([balance.balance, balance.available], [1.5, 1.5]);
  });

  await t.test('her phone sends what it kept, each tap under its own id', async () => {
    const tap = (send, occurredAt, more = {}) => lina.attendance[send]({ occurredAt, clientEventId: crypto.randomUUID(), ...more });
    for (const n of nights) {
      const { in: from, lunch: [start, end], out } = taps(n);
      await tap('checkIn', at(n, from), { workMode: 'field' });
      if (start) {
        await tap('startBreak', at(n, start), { type: 'lunch' });
        await tap('endBreak', at(n, end));
      }
      if (out) {
        // Six in the morning: the work is that of the evening before.
        const day = await tap('checkOut', at(n, out));
        assert.deepEqual([day.date, day.status, day.workedSeconds], [night(n), 'completed', worked(n)]);
      }
    }
  });

  await t.test('one check-out was forgotten: nobody invents it, and Lina asks for it', async () => {
    const [day, ...others] = await sara.attendance.listDays({ userId, flag: 'missingCheckOut' }).take(5);
    assert.deepEqual([day.date, day.status, day.workedSeconds, others], [night(forgottenNight), 'missingCheckOut', 0, []]);
    await lina.attendance.requestCorrection({
      date: day.date, reason: 'I forgot to check out.', events: [
        { kind: 'checkIn', localDate: day.date, localTime: '22:00:00', workMode: 'field' },
        { kind: 'checkOut', localDate: night(forgottenNight + 1), localTime: '06:00:00' },
      ],
    });
    const [asked] = await sara.attendance.listCorrections({ status: 'pending' }).take(5);
    assert.equal(asked.userId, userId);
    assert.equal((await sara.attendance.approveCorrection(asked, { note: 'The guard at the gate saw you.' })).status, 'approved');
    const { status, workedSeconds, isOverridden, events } = await lina.attendance.getDay(day.id);
    assert.deepEqual([status, workedSeconds, isOverridden], ['completed', worked(forgottenNight), true]);
    assert.deepEqual(events.map((event) => event.kind), ['checkIn'], 'what was tapped stays as it was');
  });

  // The first Monday after the third week began: it and the six days after it are plain nights, five of them.
  const monday = [...Array(7).keys()].map((n) => n + 15).find((n) => new Date(`${night(n)}T00:00:00Z`).getUTCDay() === 1);
  const week = [...Array(7).keys()].map((n) => monday + n).filter(isWorked);
  const minutes = shiftHours * 60;

  await t.test('Lina enters a week of time, and no more than she was there', async () => {
    await sara.timesheets.setTimesheetPolicy({ needsNotes: false, isBoundByAttendance: true, toleranceMinutes: 0, dueDays: 3 });
    const project = await sara.projects.createProject({ code: 'GATE', name: 'North gate' });
    await sara.projects.addProjectMember(project.id, { userId });
    const entry = (n, of = minutes) => lina.timesheets.createEntry({ date: night(n), projectId: project.id, minutes: of, notes: 'Rounds' });
    await problemOf(entry(week[0], minutes + 1), 'timesheet_exceeds_attendance');
    for (const n of week) await entry(n);
    const days = await lina.timesheets.listTimesheetDays({ from: night(monday), to: night(monday + 6) });
    assert.deepEqual([days.minutes, days.attendedSeconds, days.gapSeconds], [5 * minutes, 5 * minutes * 60, 0]);

    assert.equal((await lina.timesheets.submitPeriod(night(monday))).status, 'submitted');
    await problemOf(entry(week[0], 1), 'timesheet_sealed');
    const approved = await sara.timesheets.approvePeriod(night(monday), { userId, note: 'Thank you.' });
    assert.deepEqual([approved.status, approved.minutes], ['approved', 5 * minutes]);
  });

  await t.test('Sara locks the month, and payroll gets what was tapped', async () => {
    await sara.attendance.putLock({ through: last });
    const period = { from: first, to: last, userId };

    const attendance = await rowsOf(sara.attendance.exportAttendance(period));
    const attended = attendance.filter((row) => row.row === 'day' && Number(row.workedSeconds) > 0);
    assert.deepEqual(attended.map((row) => [row.date, Number(row.workedSeconds)]), nights.map((n) => [night(n), worked(n)]));
    const total = attendance.find((row) => row.row === 'total');
    for (const column of ['workedSeconds', 'lunchSeconds', 'lateSeconds', 'scheduledSeconds']) {
      assert.equal(Number(total[column]), sum(attended.map((row) => Number(row[column]))), `${column} adds up`);
    }
    assert.deepEqual(
      [total.workedSeconds, total.lunchSeconds, total.lateSeconds, total.scheduledSeconds].map(Number),
      [sum(nights.map(worked)), 1800, 1200, (nights.length - 0.5) * shiftHours * 3600]);

    const timesheets = await rowsOf(sara.timesheets.exportTimesheets(period));
    const entered = timesheets.filter((row) => row.row === 'entry');
    assert.deepEqual(entered.map((row) => [row.date, row.status, Number(row.minutes)]), week.map((n) => [night(n), 'approved', minutes]));
    assert.equal(Number(timesheets.at(-1).minutes), sum(entered.map((row) => Number(row.minutes))));

    const [leave, all] = await rowsOf(sara.leaves.exportLeave({ ...period, to: today }));
    assert.deepEqual([leave.openingBalance, leave.adjusted, leave.taken, leave.closingBalance].map(Number), [0, 2, -0.5, 1.5]);
    assert.deepEqual([all.employeeCode, all.taken, all.closingBalance], ['total', leave.taken, leave.closingBalance]);
  });
});
