# SPDX-License-Identifier: GPL-2.0-or-later
# Tally.pm: prove's harness, which also writes each check to the file $ENV{TALLY}, as tests/run.py wants it.
# A line: what, the command, the text; tabs between.  `what` is pass, fail, skip, note (of the check before), bad (the
# program did not keep to TAP, or its exit status says otherwise) or end.
package Tally;
use strict;
use warnings;
use parent 'TAP::Harness';

sub say_it {
	my ($what, $command, $text) = @_;
	$text =~ s/[\t\r\n]+/ /g;
	open my $tally, '>>', $ENV{TALLY} or die "$ENV{TALLY}: $!";
	print $tally join("\t", $what, $command, $text), "\n";
	close $tally or die "$ENV{TALLY}: $!";
}

sub make_parser {
	my ($self, $job) = @_;
	my ($parser, $session) = $self->SUPER::make_parser($job);
	my $command = $job->filename;
	my ($checks, $failed, $later, $gave_up) = (0, 0, 0, 0);
	$parser->callback(test => sub {
		my $t = shift;
		my $name = $t->description =~ s/^- //r || 'a check without a name';
		my $what = $t->has_skip ? 'skip' : $t->is_actual_ok && !$t->has_todo ? 'pass' : 'fail';
		$checks++;
		$failed++ if $what eq 'fail';
		$later++ if $t->has_todo;
		say_it($what, $command, $what eq 'skip' ? "$name: " . $t->explanation : $name);
	});
	$parser->callback(comment => sub { say_it('note', $command, shift->comment) });
	$parser->callback(bailout => sub { $gave_up = 1; say_it('bad', $command, 'gave up: ' . shift->explanation) });
	$parser->callback(EOF => sub {
		my $p = shift;
		my $status = $p->exit >> 8 || $p->exit;
		my @bad = $p->parse_errors;
		push @bad, 'no check' unless $checks;
		push @bad, "exit status $status, and no check has failed" if $status && !$failed && !@bad;
		push @bad, 'exit status 0, and a check has failed' if !$status && $failed > $later;
		say_it('bad', $command, $_) for $gave_up ? () : @bad;
		say_it('end', $command, '');
	});
	return ($parser, $session);
}

1;
